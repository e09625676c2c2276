// What `lambent new` makes, in Rust: the answer carries a word that the benchmark edits.
use lambda_runtime::{run, service_fn, Error, LambdaEvent};
use serde_json::{json, Value};

async fn handle(event: LambdaEvent<Value>) -> Result<Value, Error> {
    Ok(json!({ "message": "Hello from hello", "event": event.payload }))
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    run(service_fn(handle)).await
}

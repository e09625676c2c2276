//! The published study's function in Rust: as many digits of pi as the event asks for.
//! Reply: `{"req_id": "…", "digits": [3, 1, 4, …]}`.

mod digits;
mod event;

use lambda_runtime::{run, service_fn, Error, LambdaEvent};
use serde::Serialize;

#[derive(Serialize)]
struct Reply {
    req_id: String,
    digits: Vec<u8>,
}

async fn handle(invocation: LambdaEvent<event::Event>) -> Result<Reply, Error> {
    let digits = digits::Digits::new().take(invocation.payload.digits).collect();
    Ok(Reply { req_id: invocation.context.request_id, digits })
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    run(service_fn(handle)).await
}

//! The event as lambda_runtime's users get it at least cost: checked to be JSON, not parsed further.
use lambda_runtime::{Error, LambdaEvent};
use serde_json::value::RawValue;

pub async fn echo(event: LambdaEvent<Box<RawValue>>) -> Result<Box<RawValue>, Error> {
    Ok(event.payload)
}

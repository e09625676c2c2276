"""The context object of an invocation.
https://docs.aws.amazon.com/lambda/latest/dg/python-context.html"""

import json
import os
import time

from . import logs
from .errors import RuntimeFault


class _Members:
    """An object that has the members named, None where nothing is known of them."""

    names = ()

    def __init__(self, values):
        for name in self.names:
            setattr(self, name, (values or {}).get(name))

    def __repr__(self):
        members = ",".join(f"{name}={getattr(self, name)}" for name in self.names)
        return f"{type(self).__name__}([{members}])"


class Client(_Members):
    names = (
        "installation_id",
        "app_title",
        "app_version_name",
        "app_version_code",
        "app_package_name",
    )


class ClientContext(_Members):
    names = ("custom", "env", "client")

    def __init__(self, values):
        super().__init__(values)
        if self.client is not None:
            self.client = Client(self.client)


class CognitoIdentity(_Members):
    names = ("cognito_identity_id", "cognito_identity_pool_id")


def _parse(text, what):
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError as error:
        raise RuntimeFault(
            "LambdaContextUnmarshalError", f"Unable to parse {what} JSON: {error}"
        ) from None


class LambdaContext:
    def __init__(self, headers):
        environment = os.environ.get
        self.aws_request_id = headers["lambda-runtime-aws-request-id"]
        self.log_group_name = environment("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = environment("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = environment("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = environment("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = environment("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = headers.get("lambda-runtime-invoked-function-arn")
        client = _parse(headers.get("lambda-runtime-client-context"), "Client Context")
        self.client_context = client and ClientContext(client)
        cognito = _parse(headers.get("lambda-runtime-cognito-identity"), "Cognito Identity") or {}
        self.identity = CognitoIdentity(
            {
                "cognito_identity_id": cognito.get("cognitoIdentityId"),
                "cognito_identity_pool_id": cognito.get("cognitoIdentityPoolId"),
            }
        )
        self._deadline_ms = int(headers.get("lambda-runtime-deadline-ms", "0"))

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline_ms - int(time.time() * 1000))

    def log(self, message):
        logs.write(str(message))

    def __repr__(self):
        members = ",".join(
            f"{name}={value}" for name, value in vars(self).items() if not name.startswith("_")
        )
        return f"LambdaContext([{members}])"

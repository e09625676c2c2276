{{#external}}
# The layer, for functions to name. Make the zip first: lambent build --extension --release --x86-64
resource "aws_lambda_layer_version" "extension" {
  layer_name               = "{{name}}"
  filename                 = "${path.module}/../build/lambda/extensions/{{name}}.zip"
  source_code_hash         = filebase64sha256("${path.module}/../build/lambda/extensions/{{name}}.zip")
  compatible_runtimes      = ["provided.al2023", "provided.al2"]
  compatible_architectures = ["x86_64"]
}

output "layer_arn" {
  value = aws_lambda_layer_version.extension.arn
}
{{/external}}
{{^external}}
# The function and its role. Make the zip first: lambent build --release --x86-64
resource "aws_lambda_function" "function" {
  function_name    = "{{name}}"
  role             = aws_iam_role.function.arn
  runtime          = "provided.al2023"
  handler          = "bootstrap"
  architectures    = ["x86_64"]
  memory_size      = 128
  timeout          = 10
  filename         = "${path.module}/../build/lambda/{{name}}.zip"
  source_code_hash = filebase64sha256("${path.module}/../build/lambda/{{name}}.zip")
}

resource "aws_iam_role" "function" {
  name = "{{name}}"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.function.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
{{#function_url}}

resource "aws_lambda_function_url" "function" {
  function_name      = aws_lambda_function.function.function_name
  authorization_type = "AWS_IAM"
{{#streaming}}
  invoke_mode        = "RESPONSE_STREAM"
{{/streaming}}
}

output "url" {
  value = aws_lambda_function_url.function.function_url
}
{{/function_url}}
{{#mapping}}

variable "source_arn" {
  description = "ARN of {{mapping_source}}"
  type        = string
}

resource "aws_iam_role_policy_attachment" "source" {
  role       = aws_iam_role.function.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambda{{mapping_policy}}ExecutionRole"
}

resource "aws_lambda_event_source_mapping" "source" {
  function_name           = aws_lambda_function.function.arn
  event_source_arn        = var.source_arn
  function_response_types = ["ReportBatchItemFailures"]
{{#mapping_stream}}
  starting_position       = "TRIM_HORIZON"
{{/mapping_stream}}
  depends_on              = [aws_iam_role_policy_attachment.source]
}
{{/mapping}}
{{#rule}}

resource "aws_cloudwatch_event_rule" "rule" {
  name = "{{name}}"
  event_pattern = jsonencode({
    source        = ["{{rule_source}}"]
    "detail-type" = [{{rule_detail_types}}]
  })
}

resource "aws_cloudwatch_event_target" "function" {
  rule = aws_cloudwatch_event_rule.rule.name
  arn  = aws_lambda_function.function.arn
}

resource "aws_lambda_permission" "rule" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.function.function_name
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.rule.arn
}
{{/rule}}
{{#not_in_terraform}}

# Nothing here invokes it: connect it in {{not_in_terraform}}
{{/not_in_terraform}}
{{/external}}

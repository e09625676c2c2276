#!/usr/bin/env bats
# What a deploy asks of IAM and STS, as the AWS CLI asks it.
load engine

setup_file() { start_engine; }

teardown_file() { stop_engine; }

TRUST='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}'

@test "a function's role is made, given its policies, read back and deleted" {
  run aws iam create-role --role-name fn --assume-role-policy-document "$TRUST" --query Role.Arn --output text
  [ "$output" = arn:aws:iam::123456789012:role/fn ]
  aws iam attach-role-policy --role-name fn --policy-arn arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole
  aws iam put-role-policy --role-name fn --policy-name own \
    --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}'
  run aws iam get-role --role-name fn --query 'Role.AssumeRolePolicyDocument.Statement[0].Principal.Service' --output text
  [ "$output" = lambda.amazonaws.com ]
  run aws iam list-attached-role-policies --role-name fn --query 'AttachedPolicies[].PolicyName' --output text
  [ "$output" = AWSLambdaBasicExecutionRole ]
  run aws iam get-role-policy --role-name fn --policy-name own --query 'PolicyDocument.Statement[0].Action' --output text
  [ "$output" = s3:GetObject ]
  run -254 aws iam delete-role --role-name fn
  [[ "$output" == *"(DeleteConflict)"*"must detach all policies first"* ]]
  run -254 aws iam get-role --role-name nobody
  [[ "$output" == *"(NoSuchEntity) when calling the GetRole operation: The role with name nobody cannot be found."* ]]
}

@test "an assumed role's credentials work, and say whose they are" {
  [ "$(aws sts get-caller-identity --query Arn --output text)" = arn:aws:iam::123456789012:root ]
  read -r AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN < <(aws sts assume-role \
    --role-arn arn:aws:iam::210987654321:role/deployer --role-session-name me --output text \
    --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]')
  export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
  [ "$(aws sts get-caller-identity --query Arn --output text)" = arn:aws:sts::210987654321:assumed-role/deployer/me ]
  run -254 aws iam get-role --role-name fn
}

@test "a token of a web identity gives credentials without any signature" {
  claims=$(printf '{"sub":"repo:a/b","iss":"https://token.host"}' | base64 -w0 | tr -d =)
  run curl -sS "$ENDPOINT/" --data-urlencode Action=AssumeRoleWithWebIdentity --data Version=2011-06-15 \
    --data-urlencode RoleArn=arn:aws:iam::210987654321:role/deployer --data RoleSessionName=ci \
    --data-urlencode "WebIdentityToken=e30.$claims.x"
  [[ "$output" == *"<Arn>arn:aws:sts::210987654321:assumed-role/deployer/ci</Arn>"* ]]
}

@test "a function's credentials are those of its role" {
  stranger_zip "$BATS_FILE_TMPDIR/f.zip"
  create identified "$BATS_FILE_TMPDIR/f.zip" > /dev/null
  token=$(call identified '{"do":"environment"}' | jq -r .AWS_SESSION_TOKEN)
  run curl -sS "$ENDPOINT/" -H "X-Amz-Security-Token: $token" --data 'Action=GetCallerIdentity&Version=2011-06-15'
  [[ "$output" == *"<Arn>arn:aws:sts::123456789012:assumed-role/service-role/identified</Arn>"* ]]
}

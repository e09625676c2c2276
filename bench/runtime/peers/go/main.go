// The echo on aws-lambda-go, by its interface for bytes: no JSON is parsed.
package main

import (
	"context"

	"github.com/aws/aws-lambda-go/lambda"
)

type echo struct{}

func (echo) Invoke(_ context.Context, event []byte) ([]byte, error) { return event, nil }

func main() { lambda.StartHandler(echo{}) }

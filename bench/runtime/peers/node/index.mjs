// The handler for Node's runtime interface client, which parses the event and prints the reply.
export const handler = async (event) => event;

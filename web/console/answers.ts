const UNPROCESSABLE = 422;

/** Where an answer goes: in its place, to the messages, or nowhere because the server's words cannot be shown. */
export function destination(status: number, body: string): "target" | "messages" | "unexpected" {
  if (status < 400 || status === UNPROCESSABLE) return "target";
  return body.includes("data-problem") && !/<html[\s>]/i.test(body) ? "messages" : "unexpected";
}

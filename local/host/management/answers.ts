/** An empty answer, as the management API gives it. */
export function emptyAnswer(status: number, headers: Record<string, string> = {}): Response {
  return new Response(null, { status, headers: { 'content-length': '0', ...headers } });
}

/** An answer with a body that is JSON text already. */
export function jsonAnswer(status: number, text: string, headers: Record<string, string> = {}): Response {
  return new Response(text, {
    status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(Buffer.byteLength(text)),
      ...headers,
    },
  });
}

/** An error in the shape of the extension's: without an exception only the message. */
export function errorAnswer(
  status: number,
  message: string,
  exception?: { type: string; message: string },
): Response {
  const details = exception && {
    ExceptionMessage: exception.message,
    ExceptionType: exception.type,
    StackTrace: '   at the embedded host',
  };
  return jsonAnswer(status, JSON.stringify({ Message: message, ...details }));
}

/** What the extension says when an argument was refused by code further down. */
export function badArgument(message: string): Response {
  return errorAnswer(400, 'One or more of the arguments submitted is incorrect', {
    type: 'System.ArgumentException',
    message,
  });
}

/** What the extension says when an operation does not fit the state of the instance (recorded for suspend and resume). */
export function invalidOperation(message: string): Response {
  return errorAnswer(500, 'Something went wrong while processing your request', {
    type: 'System.InvalidOperationException',
    message,
  });
}

/** A body that is not JSON; for an empty one in the parser's own words. */
export function invalidJson(text: string): Response {
  const isEmpty = text.trim() === '';
  const message = isEmpty
    ? "Error reading JToken from JsonReader. Path '', line 0, position 0."
    : 'The body cannot be read as JSON.';
  return errorAnswer(400, 'Invalid JSON content', { type: 'Newtonsoft.Json.JsonReaderException', message });
}

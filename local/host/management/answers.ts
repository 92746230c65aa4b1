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

/** What a JSON text can begin with for the extension's parser: anything else is named in its refusal. */
const JSON_BEGINNINGS = /^(?:[{["'\d\-/]|nu|ne|[tfNIu])/;

/** A body that is not JSON; where it is empty or begins wrongly, in the parser's own words (Newtonsoft.Json 13). */
export function invalidJson(text: string): Response {
  const [first = ''] = text;
  const start = "Path '', line 0, position 0.";
  let message = 'The body cannot be read as JSON.';
  if (text.trim() === '') message = `Error reading JToken from JsonReader. ${start}`;
  else if (/\S/.test(first) && !JSON_BEGINNINGS.test(text))
    message = `Unexpected character encountered while parsing value: ${first}. ${start}`;
  return errorAnswer(400, 'Invalid JSON content', { type: 'Newtonsoft.Json.JsonReaderException', message });
}

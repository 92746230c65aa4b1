/** Why a server could not listen on 127.0.0.1, in words that say what to do; any other error as it came. */
export function bindFailure(error: unknown, port: number, use: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'EADDRINUSE' && code !== 'EACCES') return error;
  const reason = code === 'EACCES' ? 'may not be used by this account' : 'is taken by another process';
  return new Error(
    `Port ${port} on 127.0.0.1, for ${use}, ${reason}. Stop what listens there, or choose another port (0 = any free one).`,
    { cause: error },
  );
}

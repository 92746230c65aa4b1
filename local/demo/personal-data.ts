/** What no log may hold, by what it is called. */
const PERSONAL: Readonly<Record<string, RegExp>> = {
  'a mail address or guest’s user principal name':
    /[\w.+%-]+(?:@|%40|#EXT#@|_[\w.-]+#EXT#)[\w-]+(?:\.[\w-]+)+/i,
  'a token': /\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*|\bBearer\s+\S{12,}/,
  'an invitation link': /https?:\/\/\S*(?:redeem|invitation)\S*[?&]\S+/i,
  'a key or signature': /\b(?:AccountKey|SharedAccessKey|sig)=[\w+/%=-]{12,}/,
};

/** Every line with something personal or secret, as `line 7: a token`; never what it is. */
export function personalData(log: string): string[] {
  return log.split('\n').flatMap((line, index) =>
    Object.entries(PERSONAL)
      .filter(([, pattern]) => pattern.test(line))
      .map(([what]) => `line ${index + 1}: ${what}`),
  );
}

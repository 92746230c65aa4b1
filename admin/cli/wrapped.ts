/** Lines of `width` columns at most, cut at spaces where there are any; each line after the first begins with `indent`. */
export function wrapped(text: string, width: number, indent = ''): string {
  const room = width - indent.length;
  const lines = text.match(new RegExp(`.{1,${room}}(?:\\s|$)|\\S{1,${room}}`, 'g')) ?? [];
  return lines.map((line, at) => (at === 0 ? '' : indent) + line.trimEnd()).join('\n');
}

/** Characters and lines in which a broken record is looked through. */
const most = { characters: 2000, lines: 20 };

/** The texts in quotes of records that could not be read, but for the names of members, by the lines on which they begin: they may name pictures. */
export function textsOfBadRecords(text: string, lines: readonly number[]): readonly (readonly string[])[] {
  if (lines.length === 0) return [];
  const all = text.split(/\r\n?|\n/);
  const known = new Set(lines);
  return lines.map((line) => {
    let record = '';
    for (let at = line; at < line + most.lines && at <= all.length; at++) {
      if (at > line && known.has(at)) break;
      record += `${all[at - 1]!}\n`;
      if (record.includes('}') || record.length > most.characters) break;
    }
    const quoted = [...record.slice(0, most.characters).matchAll(/"((?:[^"\\]|\\.)*)"(\s*:)?/g)];
    return quoted.flatMap(([, inner, colon]) => (colon === undefined ? [unescaped(inner!)] : []));
  });
}

function unescaped(text: string): string {
  return text.replaceAll('\\/', '/').replaceAll('\\\\', '\\');
}

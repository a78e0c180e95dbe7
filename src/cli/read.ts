import { builtInLexicon } from '../core/affect/lexicon.ts';
import { readAnswer } from '../core/evaluation/answerReader.ts';

/** The `read` command; a first body that reads strings only. */
export async function runRead(
  lines: AsyncIterable<string>,
  options: { labels: string[] },
  write: (line: string) => void,
): Promise<number> {
  for await (const line of lines) {
    if (line.trim() === '') continue;
    const reading = readAnswer(
      { reply: String(JSON.parse(line)), answer: { kind: 'choice', labels: options.labels } },
      builtInLexicon,
    );
    write(
      JSON.stringify({
        kind: reading.kind,
        label: reading.label ?? null,
        rule: reading.rule,
        span: reading.span ?? null,
      }),
    );
  }
  return 0;
}

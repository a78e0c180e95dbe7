import { builtInLexicon } from '../../src/core/affect/lexicon.ts';
import { readAnswer } from '../../src/core/evaluation/answerReader.ts';
import type { ReadInput } from '../../src/core/evaluation/answerReader.ts';
import { median, rounded } from './figures.ts';
import { longReplies, tableReplies } from './readerReplies.ts';

/** Of the mix, one reply in ten thinks aloud over 2 to 4 kB. */
const shareOfLong = 0.1;
const warmUpMs = 1500;
const roundMs = 400;

/** Replies a second of the answer reader alone, on one thread: the table's rows, long replies, and a mix of both. */
export function benchReader(repeats: number): unknown {
  const long = longReplies(Math.round((tableReplies.length * shareOfLong) / (1 - shareOfLong)));
  const mix = [...tableReplies, ...long];
  const sets = { mix, table: tableReplies, long };
  readFor(mix, warmUpMs);
  const bytes = (replies: readonly ReadInput[]): number =>
    Math.round(replies.reduce((sum, { reply }) => sum + reply.length, 0) / replies.length);
  const figures = Object.entries(sets).map(([name, replies]) => {
    const taken = Array.from({ length: repeats }, () => readFor(replies, roundMs));
    return [
      name,
      {
        replies: replies.length,
        meanLength: bytes(replies),
        repliesPerSecond: rounded(median(taken), 0),
        all: taken.map((one) => rounded(one, 0)),
      },
    ] as const;
  });
  return {
    how: `readAnswer with the built-in lexicon, one thread, by the thread's own CPU time (what else the machine does is left out), after ${warmUpMs} ms of warming up; each figure is the median of ${repeats} rounds of ${roundMs} ms. table: every row of the reader's test table, short replies in many label sets; long: 2 to 4 kB of thinking aloud before the answer; mix: ${100 * shareOfLong} % long ones among the table's.`,
    ...Object.fromEntries(figures),
  };
}

/** Reads the replies over and over for about `ms`; the answer is replies a second of this thread's CPU time. */
function readFor(replies: readonly ReadInput[], ms: number): number {
  const begun = performance.now();
  const { user, system } = process.threadCpuUsage();
  let read = 0;
  while (performance.now() - begun < ms) {
    for (const input of replies) readAnswer(input, builtInLexicon);
    read += replies.length;
  }
  const now = process.threadCpuUsage();
  return (1e6 * read) / (now.user + now.system - user - system);
}

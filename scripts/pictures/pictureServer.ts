import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorReply } from '../../test/fakes/fakeScripts.ts';
import { startFakeOpenAi, type FakeOpenAi } from '../../test/fakes/openAiServer.ts';
import { seeing } from '../../test/unit/models/probeServers.ts';

/** The key that the server of the pictures wants. */
export const pictureKey = 'sk-picture-0123456789abcdef';

const labels = ['happy', 'sad', 'angry', 'surprise', 'worry', 'neutral'];
/** How long an answer takes: long enough to be seen running. */
const answerMs = 120;

/** A server with a key and a model that reads two portraits of three right, refuses some, and says a word that no list knows. */
export async function startPictureServer(folder: string): Promise<FakeOpenAi> {
  const labelOf = labelsByHash(folder);
  const isWelcome = (headers: { authorization?: unknown }): boolean => headers.authorization === `Bearer ${pictureKey}`;
  const refusal = errorReply(401, 'Incorrect API key provided. You can find your API key in your account.');
  return startFakeOpenAi(
    (request) => {
      if (!isWelcome(request.headers)) return refusal;
      if (/Which colour|sky blue|word yes/.test(request.text)) return { ...seeing(request), delayMs: 900 };
      const hash = request.images[0]?.sha256 ?? '';
      const usage = { prompt_tokens: 420, completion_tokens: 24 };
      return {
        text: said(labelOf.get(hash) ?? 'neutral', Number.parseInt(hash.slice(0, 4), 16)),
        usage,
        delayMs: answerMs,
      };
    },
    {
      modelsReply: ({ headers }) =>
        isWelcome(headers)
          ? {
              json: {
                object: 'list',
                data: ['lumen-vision-7b', 'lumen-vision-32b', 'lumen-text-3b'].map((id) => ({ id })),
              },
            }
          : refusal,
    },
  );
}

function said(label: string, chance: number): string {
  if (chance % 23 === 0) return "I'm sorry, but I can't judge a person's feelings from a picture.";
  if (chance % 11 === 0) return 'She looks fraught: the brows are drawn up and the lips are pressed.';
  const other = labels[chance % labels.length] ?? label;
  return `The brows and the mouth decide it.\nANSWER: ${chance % 3 === 0 ? other : label}`;
}

function labelsByHash(folder: string): ReadonlyMap<string, string> {
  const pictures = join(folder, 'dataset');
  return new Map(
    readdirSync(pictures).map((name) => {
      const hash = createHash('sha256')
        .update(readFileSync(join(pictures, name)))
        .digest('hex');
      return [hash, labels.find((label) => name.includes(label)) ?? 'neutral'];
    }),
  );
}

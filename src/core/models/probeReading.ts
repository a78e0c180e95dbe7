import type { ConnectionProfile } from './connection.ts';
import type { ModelResult, Usage } from './model.ts';
import { largePicture, smallPicture, type ProbePicture } from './probePicture.ts';

/** What the probe asks about its pictures. */
export const colourQuestion =
  'Which colour fills this picture: red, green, blue, yellow or purple? Reply with one word.';

/** Fields of a body, as far as `value` is an object. */
function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** Whether a reply names the colour of a picture and no other; who repeats the question names them all. */
export function namesColour(reply: string, picture: ProbePicture): boolean {
  const said = reply.replace(/<think(ing)?>[\s\S]*?<\/think(ing)?>/gi, ' ').replace(/^[\s\S]*<\/think(ing)?>/i, ' ');
  const named = new Set(said.toLowerCase().match(/\b(red|green|blue|yellow|purple)\b/g) ?? []);
  return named.size === 1 && named.has(picture.colour);
}

/** Whether a reply is the object that the probe's schema asks for; the question alone would not bring it about. */
export function keepsToSchema(result: ModelResult): boolean {
  return result.ok && /^\s*\{\s*"emolens_probe"\s*:\s*"(yes|no)"\s*\}\s*$/.test(result.answer.reply);
}

/** Whether the body of an answer, of either API, holds the probabilities of its tokens. */
export function holdsLogprobs(body: unknown): boolean {
  const ofChoices = listOf(fieldOf(body, 'choices')).map((choice) => fieldOf(fieldOf(choice, 'logprobs'), 'content'));
  const ofParts = listOf(fieldOf(body, 'output')).flatMap((item) =>
    listOf(fieldOf(item, 'content')).map((part) => fieldOf(part, 'logprobs')),
  );
  return [...ofChoices, ...ofParts].some((one) => listOf(one).length > 0);
}

/** Input tokens of the same question about either picture and without one; `undefined` where the server did not count. */
export interface PictureUsage {
  readonly small: Usage | undefined;
  readonly large: Usage | undefined;
  readonly none: Usage | undefined;
}

const megapixels = (picture: ProbePicture): number => picture.side ** 2 / 1e6;
const tenth = (value: number): number => Math.round(value * 10) / 10;

/**
 * A straight line through the tokens of two pictures, over their megapixels. `undefined` where it makes no sense: a server that does
 * not count pictures, or counts fewer tokens for the larger one.
 */
export function fitPictureTokens({ small, large, none }: PictureUsage): ConnectionProfile['pictureTokens'] {
  if (small === undefined || large === undefined || none === undefined) return undefined;
  const [few, many] = [small.input - none.input, large.input - none.input];
  if (none.input <= 0 || few <= 0 || many < few) return undefined;
  const perMegapixel = (many - few) / (megapixels(largePicture) - megapixels(smallPicture));
  const base = Math.max(0, few - perMegapixel * megapixels(smallPicture));
  return { base: tenth(base), perMegapixel: tenth(perMegapixel) };
}

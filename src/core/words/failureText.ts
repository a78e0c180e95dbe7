import * as l10n from '@vscode/l10n';
import type { Failure } from '../models/failure.ts';

/** Where a person reads a sentence: keys are set in other ways in the editor's window than in a shell. */
export type Surface = 'window' | 'shell';

/** Why a request brought no answer: what happened, and what to do next. The server's own words follow where they add something. */
export function failureText(failure: Pick<Failure, 'kind' | 'detail'>, surface: Surface = 'window'): string {
  const sentence = failureSentence(failure, surface);
  const detail = failure.detail.trim();
  return detail === '' ? sentence : `${sentence} (${shortened(detail)})`;
}

const longest = 300;

/** One line of untrusted text, cut where it would fill the screen. */
export function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= longest ? line : `${line.slice(0, longest)}...`;
}

/** The same without the server's words. */
export function failureSentence({ kind }: Pick<Failure, 'kind'>, surface: Surface = 'window'): string {
  switch (kind) {
    case 'rateLimited':
      return l10n.t('The server kept saying that it is asked too often. Lower the concurrency, or resume later.');
    case 'serverError':
      return l10n.t('The server failed each time it was asked. Retry the failed ones later, or look at its log.');
    case 'timeout':
      return l10n.t('No whole answer came in time. Raise the time-out, or lower the concurrency.');
    case 'connection':
      return l10n.t('The connection was lost before the answer was whole. Retry the failed ones.');
    case 'unreachable':
      return l10n.t('The server cannot be reached. Check that it runs, and its address.');
    case 'badRequest':
      return l10n.t('The server refused this request. Its own words say why.');
    case 'unauthorized':
      return surface === 'window'
        ? l10n.t('The server does not accept the key, or wants one. Set the key of the connection.')
        : l10n.t(
            'The server does not accept the key, or wants one. Set EMOLENS_API_KEY, or the variable that "keyEnv" of the connection names.',
          );
    case 'forbidden':
      return l10n.t('The key is not allowed to do this. Check what it permits, and the model.');
    case 'quotaSpent':
      return l10n.t('The account has no quota or money left. Top it up, or wait until it is renewed; then resume.');
    case 'unknownModel':
      return l10n.t('The server does not know this model or address. Check the model name and the base URL.');
    case 'tooLarge':
      return l10n.t('The request is too large for the server. Set a longest side for pictures.');
    case 'badResponse':
      return l10n.t('What came back is not a chat completion. Check that the base URL is that of the API.');
    case 'emptyResponse':
      return l10n.t('The answer held no text. Retry it, or raise the token limit.');
    case 'corruptImage':
      return l10n.t('The picture cannot be decoded. Replace the file; then it is asked again.');
    case 'emptyImage':
      return l10n.t('The picture file is empty. Replace the file; then it is asked again.');
    case 'unknownImageType':
      return l10n.t('The file is not a picture of a known type. Replace the file; then it is asked again.');
    case 'oversizedImage':
      return l10n.t('The picture is too large to be sent. Make it smaller; then it is asked again.');
    case 'unreadableImage':
      return l10n.t('The picture file cannot be read. Check that it is there and may be read.');
    case 'corruptVideo':
      return l10n.t('The video cannot be decoded. Replace the file; then it is asked again.');
    case 'noVideoDecoder':
      return l10n.t(
        'Frames of videos need ffmpeg, and it was not found. Install it, or name it in the setting emolens.ffmpeg or in EMOLENS_FFMPEG; then resume.',
      );
    case 'modelError':
      return l10n.t('The model itself failed.');
  }
}

import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { cutReply } from './cutReply.ts';

/** What a model wrote, word for word, with what was read as its answer marked. Text nodes only: the reply is untrusted. */
export function ReplyText(props: {
  readonly reply: string;
  readonly span?: readonly [number, number] | undefined;
}): VNode {
  if (props.reply === '') return <span class="quiet">{l10n.t('(empty)')}</span>;
  const { before, used, after } = cutReply(props.reply, props.span);
  return (
    <bdi class="verbatim reply">
      {before}
      {used !== '' && <mark title={l10n.t('Read as the answer')}>{used}</mark>}
      {after}
    </bdi>
  );
}

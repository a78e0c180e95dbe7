import * as l10n from '@vscode/l10n';
import type { ComponentChildren, VNode } from 'preact';
import type { StageView } from '../../src/protocol/views.ts';
import { Icon } from './icon.tsx';
import { StandingLine } from './marks.tsx';
import { duration } from './numbers.ts';
import { ReplyText } from './replyText.tsx';

/** One stage of one run: a line that says how it stands, and under it everything needed to argue about it. */
export function StagePanel(props: {
  readonly stage: StageView;
  readonly open: boolean;
  readonly onToggle: () => void;
}): VNode {
  const { stage, open, onToggle } = props;
  const missed = stage.truth !== undefined && stage.standing !== 'right' && stage.standing !== 'notAsked';
  return (
    <div class="stage">
      <button type="button" class="stage-line" aria-expanded={open} onClick={onToggle}>
        <Icon name={open ? 'chevron-down' : 'chevron-right'} />
        <span class="stage-name">{stage.stage}</span>
        <StandingLine standing={stage.standing} answer={stage.answer} />
        {missed && (
          <span class="stage-truth">
            {l10n.t('truth')} <bdi>{stage.truth}</bdi>
          </span>
        )}
      </button>
      {open && <StageFacts stage={stage} />}
    </div>
  );
}

/** What differs from portrait to portrait first: the reply, and how it was read. */
function StageFacts({ stage }: { readonly stage: StageView }): VNode {
  const told = stage.question !== undefined || stage.reply !== undefined || stage.failure !== undefined;
  return (
    <dl class="stage-facts">
      {stage.reply !== undefined && (
        <Fact term={l10n.t('Reply')}>
          <ReplyText reply={stage.reply} span={stage.span} />
        </Fact>
      )}
      {stage.rule !== undefined && (
        <Fact term={l10n.t('Read by')}>
          {stage.rule}
          {stage.entry !== undefined && <LexiconEntry entry={stage.entry} />}
        </Fact>
      )}
      {stage.theirs !== undefined && (
        <Fact term={l10n.t('Read by {0}', stage.theirs.tool)}>
          <bdi class="verbatim">{stage.theirs.text}</bdi>
          {stage.theirs.differs && <strong>{` · ${l10n.t('not as we read it')}`}</strong>}
        </Fact>
      )}
      {stage.failure !== undefined && (
        <Fact term={l10n.t('Failure')}>
          <bdi class="verbatim">{stage.failure}</bdi>
        </Fact>
      )}
      {stage.reasoning !== undefined && (
        <div class="fact">
          <dt class="aside-term">{l10n.t('Reasoning')}</dt>
          <dd>
            <details>
              <summary>{l10n.t('Show what the model thought aloud')}</summary>
              <bdi class="verbatim quiet">{stage.reasoning}</bdi>
            </details>
          </dd>
        </div>
      )}
      {stage.question !== undefined && (
        <Fact term={l10n.t('Asked')}>{<bdi class="verbatim">{stage.question}</bdi>}</Fact>
      )}
      {stage.options !== undefined && stage.options.length > 0 && (
        <Fact term={l10n.t('Options, as shown')}>
          <bdi>{stage.options.join(' · ')}</bdi>
        </Fact>
      )}
      {!told && stage.standing === 'skipped' && (
        <Fact term={l10n.t('Asked')}>{l10n.t('No: an earlier answer made it needless.')}</Fact>
      )}
      <Measures stage={stage} />
    </dl>
  );
}

/** The word that was understood as another one; a word understood as itself says nothing new. */
function LexiconEntry({ entry }: { readonly entry: string }): VNode | null {
  const [concept = '', form = concept] = entry.split(':');
  if (form === concept) return null;
  return (
    <span class="quiet">
      {': '}
      <bdi>{form}</bdi> → <bdi>{concept}</bdi>
    </span>
  );
}

function Measures({ stage }: { readonly stage: StageView }): VNode | null {
  const parts: string[] = [];
  if (stage.latencyMs !== undefined) parts.push(duration(stage.latencyMs));
  if (stage.tokens !== undefined) parts.push(l10n.t('{0} tokens in, {1} out', stage.tokens.input, stage.tokens.output));
  if (stage.at !== undefined) parts.push(new Date(stage.at).toLocaleString());
  return parts.length === 0 ? null : (
    <Fact term={l10n.t('Took')}>{<span class="quiet tabular">{parts.join(' · ')}</span>}</Fact>
  );
}

/** A term and what it is. */
export function Fact({ term, children }: { readonly term: string; readonly children: ComponentChildren }): VNode {
  return (
    <div class="fact">
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

import * as l10n from '@vscode/l10n';
import type { Failure } from '../../core/models/failure.ts';
import { listModelsAt } from '../../core/models/listModels.ts';
import { failureText } from '../../core/words/failureText.ts';
import { askable, type Draft } from './draft.ts';
import type { Answer, PickAsk, Prompts, Row } from './prompts.ts';

/** A model, at the address where its server really is; or what has to be asked again first. */
export type ModelChosen =
  | { readonly kind: 'model'; readonly model: string; readonly baseUrl: string }
  | { readonly kind: 'wrongKey' | 'noServer'; readonly failure: Failure; readonly baseUrl: string };

/** How long a server may take to list its models, seconds. */
const listSeconds = 20;

function modelRow(model: string, baseUrl: string): Row<ModelChosen> {
  return { label: model, value: { kind: 'model', model, baseUrl } };
}

/**
 * Asks which model, from the server's own list; a name can be written where there is none, or where it is not in it. A key that the
 * server does not accept, and a server that is not there, are answers of their own, unless `isInsisted`.
 */
export async function askModel(
  prompts: Prompts,
  draft: Draft,
  place: Pick<PickAsk<never>, 'title' | 'step' | 'steps' | 'canGoBack'> & { readonly isInsisted?: boolean },
): Promise<Answer<ModelChosen>> {
  let { baseUrl } = draft;
  const noList = l10n.t('The server lists no models: write the name of one');
  return prompts.pick<ModelChosen>({
    ...place,
    placeholder: l10n.t('Asking {0} for its models...', baseUrl),
    rows: [],
    active: (value) => value.kind === 'model' && value.model === draft.model,
    typed: {
      place: 'last',
      row: (text) => ({ ...modelRow(text, baseUrl), label: `$(edit) ${l10n.t('Use this name')}`, description: text }),
    },
    work: async (show, signal) => {
      const listed = await listModelsAt(askable(draft, listSeconds), signal);
      if (listed.ok) {
        ({ baseUrl } = listed.value);
        const { models } = listed.value;
        const rows = models.map((model) => modelRow(model, baseUrl));
        const placeholder =
          models.length === 0 ? noList : l10n.t('Pick one of {0} models, or write to find it', rows.length);
        show({ rows, placeholder });
        return undefined;
      }
      if (listed.error === 'cancelled') return undefined;
      ({ baseUrl } = listed.error);
      const { failure } = listed.error;
      if (failure.kind === 'unauthorized' && place.isInsisted !== true) return { kind: 'wrongKey', failure, baseUrl };
      const isAway = failure.kind === 'unreachable' || failure.kind === 'timeout' || failure.kind === 'connection';
      if (isAway && place.isInsisted !== true) return { kind: 'noServer', failure, baseUrl };
      show({ placeholder: failure.kind === 'unknownModel' ? noList : `${failureText(failure)} ${noList}` });
      return undefined;
    },
  });
}

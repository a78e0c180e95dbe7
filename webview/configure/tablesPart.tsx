import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { ConfigureInfo, EffectView, TableSample } from '../../src/protocol/configureMessages.ts';
import type { ConfigureStore } from './configureStore.ts';

/** The first rows of each table, and above each column what it holds. */
export function TablesPart(props: {
  readonly store: ConfigureStore;
  readonly info: ConfigureInfo;
  readonly effect: EffectView;
}): VNode {
  const { store, info, effect } = props;
  return (
    <section class="part" aria-labelledby="tables-title">
      <h2 id="tables-title">{l10n.t('Columns')}</h2>
      <p class="quiet">{l10n.t('What each column was taken to hold. The rows are the first of the file.')}</p>
      {info.tables.map((table) => (
        <Table key={table.path} table={table} store={store} roles={info.roles} effect={effect} />
      ))}
    </section>
  );
}

/** How sure it is what a column holds, and why; what the picker does not offer stands here alone. */
function Judgement(props: {
  readonly judged: EffectView['judged'][number] | undefined;
  readonly role: string;
  readonly isCorrected: boolean;
  readonly isOffered: boolean;
}): VNode | null {
  const { judged, role, isCorrected, isOffered } = props;
  if (isCorrected) return <span class="judgement quiet">{l10n.t('as you corrected it')}</span>;
  // A choice of which nothing is known yet.
  if (judged === undefined || (role === '' ? isOffered : role !== judged.role)) return null;
  return (
    <span class="judgement quiet">
      {role === '' && <span>{judged.title}</span>}
      <span>{judged.how}</span>
    </span>
  );
}

function Table(props: {
  readonly table: TableSample;
  readonly store: ConfigureStore;
  readonly roles: ConfigureInfo['roles'];
  readonly effect: EffectView;
}): VNode {
  const { table, store, roles, effect } = props;
  const inForce = { ...effect.descriptor.columns, ...store.draft.columns };
  const roleOf = (column: string) => Object.entries(inForce).find(([, held]) => held === column)?.[0] ?? '';
  const judgedOf = (column: string) => effect.judged.find((one) => one.file === table.path && one.column === column);
  return (
    <div class="table-scroll">
      <table>
        <caption>
          <bdi>{table.path}</bdi>
        </caption>
        <thead>
          <tr>
            <td />
            {table.columns.map((column, i) => (
              <th key={i} scope="col">
                <bdi>{column}</bdi>
                <select
                  aria-label={l10n.t('What {0} holds', column)}
                  value={roleOf(column)}
                  class={roleOf(column) === '' ? 'quiet' : ''}
                  onChange={(event) => store.setRole(column, event.currentTarget.value)}
                >
                  <option value="">{l10n.t('nothing of these')}</option>
                  {roles.map(({ id, title }) => (
                    <option key={id} value={id}>
                      {title}
                    </option>
                  ))}
                </select>
                <Judgement
                  judged={judgedOf(column)}
                  role={roleOf(column)}
                  isCorrected={Object.values(store.draft.columns ?? {}).includes(column)}
                  isOffered={roles.some(({ id }) => id === judgedOf(column)?.role)}
                />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map(({ line, cells }) => (
            <tr key={line}>
              <th scope="row" class="quiet tabular">
                {line}
              </th>
              {cells.map((cell, i) => (
                <td key={i}>
                  <bdi>{cell}</bdi>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

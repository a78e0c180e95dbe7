import type { VNode } from 'preact';
import type { TableView } from '../../src/protocol/scoreViews.ts';
import { Notes, TableFrame } from './figures.tsx';

/** A table that the host put together. Its first column of text names the rows. */
export function ReportTable({ table }: { readonly table: TableView }): VNode {
  const { title, columns, rows, notes } = table;
  return (
    <section class="report">
      <h3>
        <bdi>{title}</bdi>
      </h3>
      <TableFrame label={title}>
        <table class="plain-table">
          <thead>
            <tr>
              {columns.map(({ name, align }, place) => (
                <th key={place} scope="col" class={align}>
                  <bdi>{name}</bdi>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((cells, row) => (
              <tr key={row}>
                {cells.map((cell, place) =>
                  place === 0 && columns[0]?.align === 'left' ? (
                    <th key={place} scope="row">
                      <bdi>{cell}</bdi>
                    </th>
                  ) : (
                    <td key={place} class={columns[place]?.align}>
                      <bdi>{cell}</bdi>
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
      <Notes notes={notes} />
    </section>
  );
}

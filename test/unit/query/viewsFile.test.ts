import { describe, expect, it } from 'vitest';
import { queryFault, readViews, withView, withViewRenamed, withoutView } from '../../../src/core/query/viewsFile.ts';
import { viewsFaultText } from '../../../src/core/words/viewsText.ts';

const mine = { name: 'Mine', query: 'label:angry pred:!angry', sort: 'degree' as const, group: ['generator'] };
const file = `{
  "version": 1,
  "views": [
    { "name": "Mine", "query": "label:angry", "colour": "red" },
    { "name": "Good", "query": "degree>3" },
    { "name": "Good", "query": "" },
    7
  ],
  "$schema": "./views.schema.json"
}
`;

describe('the file of views', () => {
  it('is made with its first view, and read back', () => {
    const made = withView(undefined, mine);
    if (!made.ok) throw new Error(made.error.kind);
    expect(JSON.parse(made.value)).toEqual({ version: 1, views: [mine] });
    expect(readViews(made.value)).toMatchObject({ views: [mine], faults: [] });
  });

  it('leaves faulty entries out, names each with its line, and loads the others', () => {
    const { views, faults } = readViews(file);
    expect(views.map(({ name }) => name)).toEqual(['Good']);
    expect(faults.map(({ kind, line, column }) => [kind, line, column])).toEqual([
      ['badView', 4, 5],
      ['duplicateName', 6, 5],
      ['badView', 7, 5],
    ]);
    for (const fault of faults) expect(viewsFaultText(fault)).not.toBe('');
    expect(queryFault(file, views[0]!, 'x')).toMatchObject({ line: 5, column: 5, length: 39 });
  });

  it('loses nothing when a view is added, renamed or taken out', () => {
    const added = withView(file, { name: 'New', query: 'x' });
    if (!added.ok) throw new Error(added.error.kind);
    const renamed = withViewRenamed(added.value, 'Mine', 'Ours');
    if (!renamed.ok) throw new Error(renamed.error.kind);
    const removed = withoutView(renamed.value, 'New');
    expect(removed.ok && JSON.parse(removed.value)).toEqual({
      version: 1,
      views: [
        { name: 'Ours', query: 'label:angry', colour: 'red' },
        { name: 'Good', query: 'degree>3' },
        { name: 'Good', query: '' },
        7,
      ],
      $schema: './views.schema.json',
    });
  });

  it.each([
    ['{ "version": 1, "views": [ }', 'notJson', 1, 28],
    ['{\n"version": 2,\n"views": []}', 'badFile', 2, 12],
    ['{\n"version": 1}', 'badFile', 1, 1],
    ['[]', 'badFile', 1, 1],
  ])('is not touched when it cannot be understood: %j', (text, kind, line, column) => {
    expect(readViews(text).faults[0]).toMatchObject({ kind, line, column });
    expect(withView(text, mine)).toMatchObject({ ok: false, error: { kind } });
  });
});

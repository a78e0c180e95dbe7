import * as l10n from '@vscode/l10n';
import type { Problem } from '../benchmark/problem.ts';
import { shortened } from './failureText.ts';

type Facts = Readonly<Record<string, string>>;

/**
 * The sentence that tells a person about a problem: what, and what to do next. Where it is stands in the problem's `file` and
 * `line`, which every view shows beside the sentence. Values from files are quoted, on one line, and cut where too long.
 */
export function problemText(problem: Problem): string {
  const facts = Object.fromEntries(Object.entries(problem.facts).map(([name, fact]) => [name, shortened(fact)]));
  const file = shortened(problem.file);
  const picture = shortened(problem.item ?? problem.file);
  switch (problem.kind) {
    case 'missing-image':
      return l10n.t('There is no picture "{0}". Add the file, or remove the row.', value(facts));
    case 'image-without-row':
      return l10n.t(
        '{0} has no row in {1}, so it has no label. Add a row, or remove the picture.',
        file,
        facts['table'] ?? '',
      );
    case 'duplicate-id':
      return duplicateId(facts);
    case 'duplicate-image':
      return l10n.t('{0} holds the same bytes as {1}. Remove one of them.', picture, facts['of'] ?? '');
    case 'corrupt-image':
      if (facts['reason'] === 'base64') {
        return l10n.t(
          'What stands for the picture here is encoded, but no picture of a known type when decoded: "{0}". Replace it, or remove the row.',
          value(facts),
        );
      }
      return facts['reason'] === 'decode'
        ? l10n.t('{0} cannot be decoded: the file is damaged or cut off. Replace it.', picture)
        : l10n.t('{0} does not begin like a picture or a video of a known type. Replace it.', picture);
    case 'empty-image':
      return l10n.t('{0} is empty (0 bytes). Replace it.', picture);
    case 'wrong-extension':
      return l10n.t('{0} is in truth {1}. It is sent as what it is; rename it.', picture, facts['type'] ?? '');
    case 'unreadable':
      return unreadable(picture, facts);
    case 'over-large':
      return overLarge(picture, facts);
    case 'outside-root':
      return facts['value'] === undefined
        ? l10n.t('{0} is a link that leads out of the benchmark. It was not read; put a copy in its place.', file)
        : l10n.t('"{0}" leads out of the benchmark. It was not read; write the path inside the folder.', value(facts));
    case 'unknown-label':
      return l10n.t(
        '"{0}" is no label of this benchmark. Correct it, or add it under `foldings` or `labels` in .emolens/benchmark.json.',
        value(facts),
      );
    case 'number-out-of-range':
      return outOfRange(facts);
    case 'conflicting-label':
      return l10n.t(
        'This picture is "{0}" here and "{1}" in line {2}; the first one counts. Remove one of the rows.',
        facts['label'] ?? '',
        facts['before'] ?? '',
        facts['line'] ?? '',
      );
    case 'bad-row':
      return badRow(facts);
    case 'missing-column':
      if (facts['columns'] === '') return l10n.t('{0} is empty. Put the table back, or remove the file.', file);
      return l10n.t(
        '{0} has no column "{1}" (it has: {2}). Name the right one under `columns` in .emolens/benchmark.json.',
        file,
        facts['column'] ?? '',
        facts['columns'] ?? '',
      );
    case 'bad-descriptor':
      return badDescriptor(facts);
    case 'nothing-found':
      if (facts['what'] === 'pixels') {
        return l10n.t(
          '{0} holds pixels as numbers (column "{1}") and no pictures. Write them out as picture files, and name each in a column.',
          file,
          facts['column'] ?? '',
        );
      }
      if (facts['what'] === 'rows') {
        return l10n.t('{0} has no row below its header. Write one for each picture, or remove the file.', file);
      }
      return facts['what'] === 'labels'
        ? l10n.t(
            '{0} pictures, but nothing says what they show: no table, no folder or file name with an emotion. Where names are numbers or words of your own, say what they stand for in .emolens/benchmark.json, for example: {1}',
            facts['pictures'] ?? '',
            '{"foldings": {"1": "happy"}}',
          )
        : l10n.t(
            'No benchmark was recognised in {0}: there is no picture. Open the folder that holds the pictures or annotation_emo.csv.',
            facts['folder'] ?? '',
          );
  }
}

function value(facts: Facts): string {
  return facts['value'] ?? '';
}

function duplicateId(facts: Facts): string {
  if (facts['id'] !== undefined) {
    return l10n.t(
      'Several pictures have the id "{0}": {1}. Give each an id of its own.',
      facts['id'],
      facts['pictures'] ?? '',
    );
  }
  return facts['pictures'] === undefined
    ? l10n.t(
        '"{0}" already has a row in line {1}; the first one counts. Remove one of them.',
        value(facts),
        facts['line'] ?? '',
      )
    : isWholeName(value(facts))
      ? l10n.t('"{0}" stands for several pictures: {1}. Write the folder, too.', value(facts), facts['pictures'])
      : l10n.t('"{0}" stands for several pictures: {1}. Write the extension.', value(facts), facts['pictures']);
}

function unreadable(file: string, facts: Facts): string {
  switch (facts['reason']) {
    case 'predictions':
      return facts['detail'] ?? '';
    case 'absent':
      return l10n.t('{0} is not there, so there are no labels by people. Put it beside the pictures.', file);
    case 'notPermitted':
      return l10n.t('{0} may not be read. Give yourself the permission, then open the benchmark again.', file);
    case 'notFound':
    case 'notAFile':
      return l10n.t('{0} is listed but not there as a file: perhaps a broken link. Replace it.', file);
    default:
      return l10n.t(
        '{0} cannot be read ({1}). Check the disk, then open the benchmark again.',
        file,
        facts['detail'] ?? '',
      );
  }
}

function overLarge(file: string, facts: Facts): string {
  return facts['width'] === undefined
    ? l10n.t('{0} has more than 100 megapixels. Make it smaller.', file)
    : l10n.t(
        '{0} has {1} x {2} pixels, more than 100 megapixels. Make it smaller.',
        file,
        facts['width'],
        facts['height'] ?? '',
      );
}

function outOfRange(facts: Facts): string {
  const [column, min, max] = [facts['column'] ?? '', facts['min'] ?? '', facts['max'] ?? ''];
  switch (facts['reason']) {
    case 'notANumber':
      return l10n.t('"{0}" in column "{1}" is no number and is left out. Correct it.', value(facts), column);
    case 'outsideScale':
      return l10n.t(
        '"{0}" in column "{1}" is outside the scale {2} to {3} and is left out. Correct it, or the scale.',
        value(facts),
        column,
        min,
        max,
      );
    default:
      return l10n.t(
        '"{0}" in column "{1}" is far from the others ({2} to {3}) and is left out. Correct it, or declare the scale.',
        value(facts),
        column,
        min,
        max,
      );
  }
}

function badRow(facts: Facts): string {
  switch (facts['reason']) {
    case 'fieldCount':
      return l10n.t(
        'This row has {0} fields where the header has {1}. It was left out; correct it.',
        facts['fields'] ?? '',
        facts['expected'] ?? '',
      );
    case 'prediction':
      return l10n.t('This record cannot be read as a prediction ({0}). It was left out.', facts['detail'] ?? '');
    case 'noItem':
      return l10n.t('No portrait of the benchmark fits this prediction ("{0}"). It was left out.', value(facts));
    case 'again':
      return l10n.t('"{0}" has a prediction in this file already; the first one counts.', value(facts));
    case 'noImage':
      return l10n.t('This row names no picture. It was left out; correct it.');
    case 'box':
      return l10n.t(
        'This line is no box: a number for its class and four numbers or more. It was left out; correct it.',
      );
    case 'frame':
      return l10n.t('This line is no number of a label in the first line. It was left out; correct it.');
    case 'json':
      return l10n.t('This record is no valid JSON, or is cut off. It was left out; correct it.');
    case 'letters':
      return l10n.t(
        'This line has bytes that are no letters of its encoding. They were read as "{0}"; correct it.',
        '\ufffd',
      );
    case 'options':
      return l10n.t('The options of this question cannot be read, so its answer was left out. Correct them.');
    case 'strayQuote':
      return l10n.t(
        'There is text after a closing quote in this row. It was left out; double the quotes inside the field.',
      );
    default:
      return l10n.t('A quote is opened and never closed in this row. It was left out; close the quote.');
  }
}

function badDescriptor(facts: Facts): string {
  const detail = facts['detail'] ?? '';
  switch (facts['reason']) {
    case 'syntax':
      return detail === ''
        ? l10n.t('The file ends before its JSON does, and is left out of account. Complete it.')
        : l10n.t('The file is no valid JSON from "{0}" on, and is left out of account. Correct it.', detail);
    case 'notAnObject':
      return l10n.t('The file must hold one JSON object. It is left out of account.');
    case 'version':
      return l10n.t('The file has version {0}, which this EmoLens does not know. It is left out of account.', detail);
    case 'field':
      return l10n.t(
        '"{0}" is left out of account ({1}). Correct it, or remove it to have it inferred.',
        facts['field'] ?? '',
        detail,
      );
    case 'unknownField':
      return l10n.t(
        '"{0}" is no field of this file and is left out of account. Check its spelling.',
        facts['field'] ?? '',
      );
    case 'column':
      return l10n.t(
        '"{0}" is left out of account: no table that was read has a column "{1}" for it. Correct it, or remove it to have it inferred.',
        facts['field'] ?? '',
        detail,
      );
    case 'pattern':
      return l10n.t(
        '"{0}" is no pattern of file names. Write for example {1}.',
        detail,
        '{generator}_{prompted}_{prompt}',
      );
    default:
      return l10n.t('The file cannot be read ({0}) and is left out of account.', detail);
  }
}

/** A name with an extension, which several folders may have. */
function isWholeName(name: string): boolean {
  return /\.[A-Za-z][A-Za-z0-9]{2,4}$/.test(name.trim());
}

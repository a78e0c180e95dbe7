import * as l10n from '@vscode/l10n';
import type { ProtocolFault } from '../evaluation/checkProtocol.ts';
import { cropNames } from '../evaluation/crops.ts';
import type { ProtocolFileError } from '../evaluation/loadProtocols.ts';
import type { StrategyFileError } from '../evaluation/loadStrategies.ts';
import { questionPlaceholders } from '../evaluation/protocol.ts';
import { strategyKeys } from '../evaluation/strategyFile.ts';
import { shortened } from './failureText.ts';

/** What is wrong with a protocol file, in a sentence or two that say what to do; the file and the line are said elsewhere. */
export function protocolFileErrorText(error: Pick<ProtocolFileError, 'kind' | 'path' | 'detail'>): string {
  const detail = shortened(error.detail);
  switch (error.kind) {
    case 'unreadable':
      return l10n.t('It cannot be read: {0}', detail);
    case 'notJson':
      return notJsonText(error.detail);
    case 'duplicateKey':
      return l10n.t('"{0}" stands here twice. Take one away.', detail);
    case 'missingField':
      return l10n.t('"{0}" is missing here.', detail);
    case 'unknownField':
      return l10n.t('There is no field "{0}" here.', detail);
    case 'duplicateId':
      return l10n.t(
        'Another file has the protocol {0} already: the first by file name counts. Give this one an id of its own.',
        detail,
      );
    case 'invalid':
      return l10n.t(
        '{0} cannot be this: {1}',
        error.path === '' ? l10n.t('A protocol') : error.path,
        fieldText(error.path) ?? detail,
      );
    default:
      return protocolFaultText({ kind: error.kind, value: error.detail });
  }
}

/** A contradiction inside a protocol, in a sentence or two that say what to do. */
export function protocolFaultText(fault: Pick<ProtocolFault, 'kind' | 'value'>): string {
  const value = shortened(fault.value);
  switch (fault.kind) {
    case 'duplicateStage':
      return l10n.t('An earlier stage is called {0} already. Each stage needs an id of its own.', value);
    case 'gateUnknownStage':
      return l10n.t('There is no stage {0}. A gate names the id of an earlier stage.', value);
    case 'gateNotEarlier':
      return l10n.t('Stage {0} is not asked before this one. A gate can only wait for an earlier stage.', value);
    case 'gateUnknownAnswer':
      return l10n.t('The earlier stage never answers "{0}", so this gate never opens for it.', value);
    case 'gateWithoutTruth':
      return l10n.t(
        'An answer to stage {0} is never right or wrong: it has no truth, or it is a number. Use "is", or give the stage a truth.',
        value,
      );
    case 'emptyScale':
      return l10n.t('A scale goes from a lower to a higher value, and this one goes from {0}.', value);
    case 'levelOutsideScale':
      return l10n.t('{0} lies outside the scale.', value);
    case 'duplicateLabel':
      return l10n.t('"{0}" is among the labels already. Case and blanks do not tell labels apart.', value);
    case 'topBeyondLabels':
      return l10n.t('There are fewer than {0} labels to rank.', value);
    case 'unknownPlaceholder':
      return l10n.t(
        'Nothing is filled in for {0}: the model would read it as it stands. Known are {1}.',
        value,
        inBraces(questionPlaceholders),
      );
    case 'idlePlaceholder':
      return l10n.t(
        'Nothing is filled in for {0} here: this kind of answer has none. The model would read it as it stands.',
        value,
      );
    case 'labelBeforeAnswer':
      return l10n.t('{0} stands for the answer to an earlier stage, and no earlier stage gives a label.', value);
  }
}

/** What is wrong with a strategy file, in a sentence or two that say what to do; the file and the line are said elsewhere. */
export function strategyFileErrorText(error: Pick<StrategyFileError, 'kind' | 'detail'>): string {
  const detail = shortened(error.detail);
  switch (error.kind) {
    case 'unreadable':
      return l10n.t('It cannot be read: {0}', detail);
    case 'badId':
      return l10n.t('"{0}" cannot name a strategy. Name the file with small letters, digits, hyphens and "+".', detail);
    case 'noFrontMatter':
      return l10n.t(
        'A strategy file begins with a line "---", then its title and what else there is to say of it, then another "---".',
      );
    case 'unclosedFrontMatter':
      return l10n.t('This "---" is never closed. Put another line "---" before the prompt.');
    case 'badLine':
      return l10n.t('Write this as "key: value", on one line.');
    case 'unknownKey':
      return l10n.t('There is no key "{0}". Known are {1}.', detail, strategyKeys.join(', '));
    case 'duplicateKey':
      return l10n.t('"{0}" stands here twice. Take one away.', detail);
    case 'missingKey':
      return l10n.t('"{0}" is missing here.', detail);
    case 'emptyValue':
      return l10n.t('Nothing stands behind "{0}". Write it, or take the line away.', detail);
    case 'badQuotes':
      return l10n.t('These quotes do not close, or something stands behind them.');
    case 'badVersion':
      return l10n.t('The version of this layout is 1, not {0}.', detail);
    case 'unknownCrop':
      return l10n.t('There is no crop "{0}". Known are {1}.', detail, cropNames.join(', '));
    case 'duplicateCrop':
      return l10n.t('"{0}" stands here twice. Take one away.', detail);
    case 'emptyPrompt':
      return l10n.t('The prompt is missing. Write it here, with {question} where the question is to stand.');
    case 'noQuestion':
      return l10n.t('The prompt does not hold {question}: the model would not be asked anything.');
    case 'questionTwice':
      return l10n.t('{question} stands in the prompt already. The question is put once.');
    case 'unknownPlaceholder':
      return l10n.t(
        'Nothing is filled in for {0}: the model would read it as it stands. Known are {1}.',
        detail,
        '{question}, {form}',
      );
  }
}

function notJsonText(wanted: string): string {
  switch (wanted) {
    case 'key':
      return l10n.t('This is not JSON: a name in double quotes is wanted here.');
    case 'colon':
      return l10n.t('This is not JSON: a colon is wanted here.');
    case 'comma':
      return l10n.t('This is not JSON: a comma or a closing bracket is wanted here.');
    case 'end':
      return l10n.t('This is not JSON: the file should have ended here.');
    case 'commentEnd':
      return l10n.t('This is not JSON: this comment is never closed.');
    case 'lessDepth':
      return l10n.t('Brackets lie too deep in each other here.');
    default:
      return l10n.t('This is not JSON: a value is wanted here.');
  }
}

/** What a field of a protocol can be; `undefined` for those that the schema's own words must do for. */
function fieldText(path: string): string | undefined {
  const field = /([A-Za-z]+)(?:\[\d+\])?$/.exec(path)?.[1];
  switch (field) {
    case undefined:
      return l10n.t('it is an object with version, id, title and stages.');
    case 'version':
      return l10n.t('the version of this layout is 1.');
    case 'id':
    case 'stage':
      return l10n.t('small letters, digits and hyphens, beginning with a letter or a digit.');
    case 'title':
    case 'question':
      return l10n.t('it is a text, and not an empty one.');
    case 'stages':
      return l10n.t('it is a list of stages, at least one: {"id", "question", "answer"}.');
    case 'answer':
    case 'kind':
      return l10n.t('an answer has the kind choice, yesNo, number, ranked or open.');
    case 'labels':
      return l10n.t('"labels", "polarities" (not for a ranking), or a list of at least two texts, none of them empty.');
    case 'scale':
    case 'min':
    case 'max':
      return l10n.t('"degree", "quality", or {"min": 1, "max": 5} with numbers of your own.');
    case 'truth':
      return l10n.t(
        '"degree" or "quality" for numbers; "label" or "prompted" for all others, and "polarity" for a choice.',
      );
    case 'top':
      return l10n.t('it is a whole number from 1.');
    case 'is':
      return l10n.t('it is a list of answers, at least one.');
    case 'correct':
      return l10n.t('it is true or false.');
    default:
      return undefined;
  }
}

function inBraces(names: readonly string[]): string {
  return names.map((name) => `{${name}}`).join(', ');
}

/** Every command that EmoLens contributes, by what it does. The manifest is checked against this table. */
export const commands = {
  openBenchmark: 'emolens.openBenchmark',
  closeBenchmark: 'emolens.closeBenchmark',
  refresh: 'emolens.refresh',
  groupByGenerator: 'emolens.groupByGenerator',
  groupByEmotion: 'emolens.groupByEmotion',
  groupBy: 'emolens.groupBy',
  saveView: 'emolens.saveView',
  openView: 'emolens.openView',
  renameView: 'emolens.renameView',
  deleteView: 'emolens.deleteView',
  editViews: 'emolens.editViews',
  editDescriptor: 'emolens.editDescriptor',
  configureBenchmark: 'emolens.configureBenchmark',
  showGallery: 'emolens.showGallery',
  showErrors: 'emolens.showErrors',
  openPortrait: 'emolens.openPortrait',
  openRow: 'emolens.openRow',
  nextPortrait: 'emolens.nextPortrait',
  previousPortrait: 'emolens.previousPortrait',
  evaluatePortrait: 'emolens.evaluatePortrait',
  evaluateSelection: 'emolens.evaluateSelection',
  evaluateBenchmark: 'emolens.evaluateBenchmark',
  askAgain: 'emolens.askAgain',
  stop: 'emolens.stop',
  pause: 'emolens.pause',
  goOn: 'emolens.goOn',
  resume: 'emolens.resume',
  retryFailed: 'emolens.retryFailed',
  compareStrategies: 'emolens.compareStrategies',
  rereadAnswers: 'emolens.rereadAnswers',
  showScores: 'emolens.showScores',
  importPredictions: 'emolens.importPredictions',
  exportBenchmark: 'emolens.exportBenchmark',
  newProtocol: 'emolens.newProtocol',
  newStrategy: 'emolens.newStrategy',
  editLexicon: 'emolens.editLexicon',
  modelIsWrong: 'emolens.modelIsWrong',
  labelIsWrong: 'emolens.labelIsWrong',
  isAmbiguous: 'emolens.isAmbiguous',
  imageIsBad: 'emolens.imageIsBad',
  takeBackVerdict: 'emolens.takeBackVerdict',
  addConnection: 'emolens.addConnection',
  editConnection: 'emolens.editConnection',
  testConnection: 'emolens.testConnection',
  removeConnection: 'emolens.removeConnection',
  setKey: 'emolens.setKey',
  showStatusMenu: 'emolens.showStatusMenu',
  openSample: 'emolens.openSample',
  showLog: 'emolens.showLog',
} as const;

/** Id of a contributed command. */
export type CommandId = (typeof commands)[keyof typeof commands];

/** Views and pages. */
export const views = {
  benchmark: 'emolens.benchmark',
  portrait: 'emolens.portrait',
  gallery: 'emolens.gallery',
  scores: 'emolens.scores',
  configure: 'emolens.configure',
} as const;

/** Context keys that `when` clauses read, with the values each may have. */
export interface ContextKeys {
  'emolens.state': 'none' | 'opening' | 'open';
  'emolens.running': boolean;
  'emolens.held': boolean;
  'emolens.hasRuns': boolean;
  'emolens.hasFailed': boolean;
  'emolens.resumable': boolean;
  'emolens.hasPortrait': boolean;
}

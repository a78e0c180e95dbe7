import tseslint from 'typescript-eslint';
import { fileNameRule } from './scripts/lint/fileNameRule.ts';
import { roomRule } from './scripts/lint/roomRule.ts';

const noDefaultExport = { selector: 'ExportDefaultDeclaration', message: 'Export by name.' };
const noReExport = {
  selector: 'ExportAllDeclaration, ExportNamedDeclaration[source]',
  message: 'Import from where it is made: no barrels.',
};
const noPrefix = { selector: 'TSInterfaceDeclaration[id.name=/^I[A-Z][a-z]/]', message: 'No prefix I.' };
const noFocusedOrSkippedTest = [
  {
    selector:
      'MemberExpression[object.name=/^(describe|it|test|suite)$/][property.name=/^(only|skip|todo|skipIf|runIf|fails)$/]',
    message: 'Every test runs, always.',
  },
  {
    selector: 'CallExpression[callee.name=/^(xit|xdescribe|xtest|fit|fdescribe)$/]',
    message: 'Every test runs, always.',
  },
  {
    selector: "CallExpression[callee.property.name='skip'][callee.object.type='ThisExpression']",
    message: 'Every test runs, always.',
  },
  { selector: 'CallExpression[callee.property.name=/^toMatch(Inline)?Snapshot$/]', message: 'State what is expected.' },
];

export default tseslint.config(
  { ignores: ['node_modules', 'dist', 'artefacts', 'sample', '.vscode-test', 'test/fixtures'] },
  {
    files: ['**/*.{ts,tsx,mjs}'],
    plugins: { house: { rules: { rooms: roomRule, 'file-name': fileNameRule } } },
    rules: { 'house/rooms': 'error', 'house/file-name': 'error' },
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: true } },
    // A directive may name a rule that is not on here.
    linterOptions: { reportUnusedDisableDirectives: 'off' },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      // These need types; they are the ones whose faults lose work.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unsafe-return': 'error',
      '@typescript-eslint/no-unsafe-argument': 'error',
      eqeqeq: ['error', 'always'],
      'no-console': 'off',
      'no-restricted-syntax': ['error', noDefaultExport, noReExport, noPrefix],
    },
  },
  { files: ['src/**/*.{ts,tsx}', 'webview/**/*.{ts,tsx}'], rules: { 'max-lines': ['error', 350] } },
  // Standard output belongs to the command line's results; everything else reports through its caller.
  {
    files: ['src/**/*.ts', 'webview/**/*.{ts,tsx}'],
    ignores: ['src/cli/**'],
    rules: { 'no-console': 'error' },
  },
  { files: ['webview/ui/toolkit.ts'], rules: { 'no-restricted-syntax': ['error', noDefaultExport, noPrefix] } },
  {
    files: ['test/**/*.{ts,tsx}'],
    rules: {
      // What tests hand to what they try is often of no known type on purpose.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      'no-restricted-syntax': ['error', noDefaultExport, noReExport, noPrefix, ...noFocusedOrSkippedTest],
    },
  },
  { files: ['*.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
);

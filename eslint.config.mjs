import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

const banned = (selector, message) => ({ selector, message });
const nondeterministic = 'An orchestrator is replayed: the same history must give the same calls.';

export default tseslint.config(
  { ignores: ['dist/', '.local/', 'coverage/', 'node_modules/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines': ['error', { max: 300 }],
      complexity: ['error', 10],
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-restricted-syntax': [
        'error',
        banned('ExportDefaultDeclaration', 'Name what you export: a file is named after it.'),
        banned(
          "CallExpression[callee.property.name='updateEntity'][arguments.length<3]",
          'updateEntity merges over any etag by default: pass the mode and { etag }.',
        ),
      ],
    },
  },
  {
    files: ['orchestrations/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['fetch', 'setTimeout', 'setInterval', 'setImmediate', 'process', 'crypto', 'console'].map(
          (name) => ({
            name,
            message: nondeterministic,
          }),
        ),
      ],
      'no-restricted-imports': ['error', { patterns: [{ group: ['node:*'], message: nondeterministic }] }],
      'no-restricted-syntax': [
        'error',
        banned("CallExpression[callee.object.name='Date'][callee.property.name='now']", nondeterministic),
        banned("NewExpression[callee.name='Date'][arguments.length=0]", nondeterministic),
        banned("CallExpression[callee.object.name='Math'][callee.property.name='random']", nondeterministic),
        banned('AwaitExpression', nondeterministic),
        banned('ExportDefaultDeclaration', 'Name what you export: a file is named after it.'),
      ],
    },
  },
  {
    // What a person reads on a terminal is written here and nowhere else.
    files: [
      'local/**/*-command.ts',
      'local/start/**/*.ts',
      'local/demo/**/*.ts',
      'local/bench/**/*.ts',
      'admin/cli/**/*.ts',
    ],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/require-await': 'off',
      'max-lines': ['error', { max: 300 }],
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        module: 'writable',
        require: 'readonly',
        URL: 'readonly',
      },
    },
  },
  prettier,
);

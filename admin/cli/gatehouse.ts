#!/usr/bin/env node
import { CommanderError } from 'commander';
import { ApiError } from '../api-client';
import { gatehouseProgram } from './gatehouse-program';

const terminal = {
  print: (text: string) => console.log(text),
  exitWith: (code: number) => void (process.exitCode = code),
};

gatehouseProgram(process.env, terminal)
  .parseAsync()
  .catch((error: unknown) => {
    process.exitCode = 2;
    if (error instanceof CommanderError) {
      // The library has said what was wrong, or printed the help that was asked for.
      if (error.exitCode === 0) process.exitCode = 0;
      return;
    }
    console.error(error instanceof ApiError ? error.message : error);
  });

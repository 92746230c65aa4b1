#!/usr/bin/env node
import { ApiError } from '../api-client';
import { gatehouseProgram } from './gatehouse-program';

const terminal = {
  print: (text: string) => console.log(text),
  exitWith: (code: number) => void (process.exitCode = code),
};

gatehouseProgram(process.env, terminal)
  .parseAsync()
  .catch((error: unknown) => {
    console.error(error instanceof ApiError ? error.message : error);
    process.exitCode = 2;
  });

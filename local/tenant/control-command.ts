import { controlProgram } from './control/control-program';

void controlProgram({
  say: (text) => {
    console.log(text);
  },
  complain: (text) => {
    console.error(text);
    process.exitCode = 1;
  },
}).parseAsync();

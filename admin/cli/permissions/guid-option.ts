import { InvalidArgumentError, Option } from 'commander';
import { isGuid } from '../../../shared/domain/ids';

/** An option that takes an object id; anything else is refused before the command begins. */
export function guidOption(flags: string, description: string, preset?: string): Option {
  const option = new Option(flags, description).argParser((text: string) => {
    if (!isGuid(text)) throw new InvalidArgumentError('An object id is a GUID.');
    return text.toLowerCase();
  });
  return preset === undefined || preset === '' ? option : option.default(preset);
}

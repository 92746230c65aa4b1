import type { FailureStory } from '../../../shared/domain/admin-api/failure-causes';
import { jsonText } from '../add-command';
import type { CliContext } from '../cli-context';
import { causeText } from './causes-text';
import { failureListText } from './failure-list-text';

/** One cause for a person: its paragraph, the evidence word for word, and whom it stops. */
export function failureStoryText(story: FailureStory, look: Pick<CliContext, 'width' | 'colours'>): string {
  const cut = story.isCutShort ? `\nMore than these: gatehouse failures list shows all ${story.count}.` : '';
  const evidence = `Last evidence:\n${jsonText(story.evidence ?? null)}`;
  return [causeText(story, look), evidence, failureListText(story.failures, look) + cut].join('\n\n');
}

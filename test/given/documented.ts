import { builtDocument, DocumentedAnswers, type Told } from './api-document';

/** `npm test` builds first; one spec that is run by hand may stand beside an older build. */
const isBuiltNow = process.env.npm_lifecycle_event === 'test' || process.env.REQUIRE_PARTS !== undefined;

let answers: DocumentedAnswers | undefined;

/** Whatever a test asks the shop, the answer has to be as the docs say. */
export function holdAgainstDocument(told: Told): void {
  if (!isBuiltNow || !/^\/(api\/v1|health)\//.test(told.path)) return;
  answers ??= new DocumentedAnswers(builtDocument());
  const faults = answers.faults(told);
  if (faults.length > 0)
    throw new Error(
      `${told.method} ${told.path} answered ${told.status} otherwise than its docs say:\n` +
        `${faults.join('\n')}\n${JSON.stringify(told.body)}`,
    );
}

/** WeChat hangs up after five seconds, its network's share included. */
const ANSWER_WITHIN_MS = 4_000;

/** What the work comes to, or `otherwise` when WeChat would wait no longer; the work goes on all the same. */
export async function inTime<T>(work: Promise<T>, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(resolve, ANSWER_WITHIN_MS, otherwise);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

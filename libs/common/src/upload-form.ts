import type { Multipart } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { DomainError } from './errors';

/** Names, boundaries and the few fields that wx.uploadFile may send beside its file. */
const OVERHEAD_BYTES = 64 * 1024;
const LIMITS = { files: 1, fields: 20, fieldSize: 8 * 1024, parts: 21, headerPairs: 100 };

/** The one file of a form, under whatever name: wx.uploadFile and web pages have no other way to send one. */
export async function fileOfForm(request: FastifyRequest, limit: number): Promise<Buffer> {
  if (Number(request.headers['content-length']) > limit + OVERHEAD_BYTES) throw new DomainError('tooLarge');
  const files: Buffer[] = [];
  try {
    const parts: AsyncIterable<Multipart> = request.parts({ limits: { ...LIMITS, fileSize: limit } });
    for await (const part of parts) if (part.type === 'file') files.push(await part.toBuffer());
  } catch (error) {
    throw refusalOf(error);
  }
  if (!files[0]) throw DomainError.field('file', '表单里没有文件');
  return files[0];
}

/** The parser's limits have codes; a form that is cut off or spoilt has not. */
function refusalOf(cause: unknown): DomainError {
  const { code } = cause as { code?: unknown };
  if (code === 'FST_FILES_LIMIT') return DomainError.field('file', '一次只能上传一个文件');
  if (code === 'FST_REQ_FILE_TOO_LARGE') return new DomainError('tooLarge', { cause });
  return new DomainError('invalidParameter', { cause });
}

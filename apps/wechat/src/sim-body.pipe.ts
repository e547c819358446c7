import { BadRequestException, Injectable, ValidationPipe, type ArgumentMetadata } from '@nestjs/common';

/** Reads the JSON of a control call; a misspelt field is named. */
@Injectable()
export class SimBodyPipe extends ValidationPipe {
  constructor() {
    super({ transform: true, whitelist: true, forbidNonWhitelisted: true });
  }

  override transform(raw: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    return super.transform(read(raw), metadata) as Promise<unknown>;
  }
}

function read(raw: unknown): unknown {
  if (!Buffer.isBuffer(raw) || raw.length === 0) return {};
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch {
    throw new BadRequestException('the body must be JSON');
  }
}

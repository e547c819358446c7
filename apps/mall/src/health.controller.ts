import { DomainError } from '@app/common';
import { Public } from '@app/auth';
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { DatabasePing } from './database-ping';
import { Health } from './health.dto';

@ApiTags('health')
@Controller('health')
@Public()
export class HealthController {
  constructor(private readonly database: DatabasePing) {}

  /** Whether the process lives: asks nobody. */
  @Get('live')
  @ApiOperation({ summary: 'Liveness 存活' })
  live(): Health {
    return new Health();
  }

  /** Whether it can serve: 503 names the part that is down. */
  @Get('ready')
  @ApiOperation({ summary: 'Readiness 就绪' })
  async ready(): Promise<Health> {
    const database = await this.database.state();
    if (database !== 'up') throw new DomainError('databaseUnavailable', { msg: { database } });
    return new Health();
  }
}

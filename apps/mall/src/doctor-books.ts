import { Clock, type AppConfig } from '@app/common';
import { runningClusterUrl } from '@app/database';
import type { INestApplicationContext } from '@nestjs/common';
import { ok, type Check, type Finding } from './doctor-check';
import { databaseAheadSeconds, judgeDatabaseClock } from './doctor-database-clock';
import { judgeVerification, lastVerification } from './doctor-verification';

/** What a database that answers says of itself: the time, and when its books were last verified. */
export function bookChecks(config: AppConfig, app: INestApplicationContext): Check[] {
  const asked = (look: (url: string) => Promise<Finding>) => (): Finding | Promise<Finding> => {
    const url = config.directUrl ?? runningClusterUrl(config.DATA_DIR);
    return url ? look(url) : ok('the embedded database is not running.', '内嵌数据库未运行。');
  };
  return [
    {
      id: 'clock-database',
      title: { en: 'Clock', zh: '时钟' },
      needs: ['database'],
      run: asked(async (url) => judgeDatabaseClock(await databaseAheadSeconds(url))),
    },
    {
      id: 'verification',
      title: { en: 'Verification of the books', zh: '账目核查' },
      needs: ['database'],
      run: asked(async (url) => judgeVerification(await lastVerification(url, app.get(Clock).offset))),
    },
  ];
}

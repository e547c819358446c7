import { Clock, type CursorQuery } from '@app/common';
import { named, planned } from '@app/database';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { EntityManager } from 'typeorm';
import { targetsOf, type Targets } from './admin-act';
import { isReading } from './admin-role';
import { KEEP_ACT, LIST_ACTS } from './admin-act-sql';
import type { GuardedRequest } from './caller';

export interface ActListed {
  id: number;
  adminId: number;
  account: string;
  at: Date;
  method: string;
  route: string;
  targets: Targets;
  status: number;
  requestId: string;
}

export interface ActFilter extends CursorQuery {
  adminId?: number;
  route?: string;
  from?: Date;
  to?: Date;
}

/**
 * The log of whatever admins did, or were refused to do. It is written when the answer is known and before it
 * leaves: who got an answer stands in the log, also when he hung up. A log that cannot be written is an error of
 * its own, and changes no answer.
 */
@Injectable()
export class AdminActs implements OnModuleInit {
  private readonly logger = new Logger(AdminActs.name);

  constructor(
    private readonly db: EntityManager,
    private readonly clock: Clock,
    private readonly http: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    if (!this.http.httpAdapter) return;
    this.http.httpAdapter
      .getInstance<FastifyInstance>()
      .addHook('onSend', async (request: GuardedRequest, { statusCode }) => {
        if (request.adminId !== undefined && !isReading(request.method)) await this.keep(request, statusCode);
      });
  }

  list({ before, adminId, route, from, to, size }: ActFilter): Promise<ActListed[]> {
    return planned(this.db, LIST_ACTS, [before, adminId, route, from, to, size]);
  }

  private async keep(request: GuardedRequest, status: number): Promise<void> {
    const { adminId, method, routeOptions, id } = request;
    const { url: route } = routeOptions;
    try {
      const targets = JSON.stringify(targetsOf(request));
      const act = [adminId, this.clock.offset, method, route, targets, status, id];
      await named(this.db, 'admin_act.keep', KEEP_ACT, act);
    } catch (error) {
      const act = { caller: `admin:${adminId}`, route: `${method} ${route}`, status, request: id };
      this.logger.error({ event: 'adminActUnwritten', ...act, err: error });
    }
  }
}

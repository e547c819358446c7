import { actorOf, Caller, Super, type CallerIdentity } from '@app/auth';
import { IdParam, SuccessMessage } from '@app/common';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { BillService } from './bill.service';
import { CaseService } from './case.service';
import {
  AcknowledgeBody,
  AcknowledgedBill,
  BillDateParam,
  BillQuery,
  BillPage,
  BillView,
  CasePage,
  CaseQuery,
} from './reconciliation.dto';

@ApiTags('reconciliation')
@Controller('admin')
@Super()
export class ReconciliationController {
  constructor(
    private readonly cases: CaseService,
    private readonly bills: BillService,
  ) {}

  /** 对账差异 Gaps between WeChat's books and ours, and what else waits for a person; newest first. */
  @ApiTags('case')
  @Get('case')
  async listCases(@Query() query: CaseQuery): Promise<CasePage> {
    return CasePage.of(await this.cases.list(query), query);
  }

  /** 确认差异 A person has seen to it: it counts as done, and is never opened again. */
  @ApiTags('case')
  @Post('case/:id/acknowledge')
  @HttpCode(201)
  async acknowledge(
    @Caller() admin: CallerIdentity,
    @Param() { id }: IdParam,
    @Body() { note }: AcknowledgeBody,
  ): Promise<SuccessMessage> {
    await this.cases.acknowledge(id, { actor: actorOf(admin), note });
    return new SuccessMessage();
  }

  /** 微信账单 Daily bills, newest first. */
  @Get('bill')
  async listBills(@Query() query: BillQuery): Promise<BillPage> {
    const rows = await this.bills.list(query);
    return { current_page: query.page, data: rows.map((row) => BillView.of(row)) };
  }

  /** 重新下载账单 Fetches the bills of a day again, and holds them against the books again. */
  @Post('bill/:date/fetch')
  @HttpCode(201)
  async fetchAgain(@Param() { date }: BillDateParam): Promise<SuccessMessage> {
    await this.bills.wantAgain(date);
    return new SuccessMessage();
  }

  /** 确认整份账单的差异 Acknowledges every case that the bills of a day have open; answers how many. */
  @Post('bill/:date/acknowledge')
  @HttpCode(201)
  async acknowledgeBill(
    @Caller() admin: CallerIdentity,
    @Param() { date }: BillDateParam,
    @Body() { note }: AcknowledgeBody,
  ): Promise<AcknowledgedBill> {
    return AcknowledgedBill.of(await this.cases.acknowledgeBill(date, { actor: actorOf(admin), note }));
  }
}

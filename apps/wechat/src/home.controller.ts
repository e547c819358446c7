import { Controller, Get, Header, Headers, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

const GUIDE = `This is WeChat, simulated: play money, real signatures.

Tencent's own routes
  GET  /sns/jscode2session
  POST /pay/unifiedorder  /pay/orderquery  /pay/closeorder  /pay/refundquery  /pay/downloadbill
  POST /secapi/pay/refund on the TLS port, with the merchant's certificate
  POST /v3/pay/transactions/jsapi  /v3/pay/transactions/out-trade-no/<number>/close  /v3/refund/domestic/refunds
  GET  /v3/pay/transactions/out-trade-no/<number>?mchid=  /v3/pay/transactions/id/<number>?mchid=
  GET  /v3/refund/domestic/refunds/<number>  /v3/certificates
  GET  /v3/bill/tradebill?bill_date=  and the download_url that it answers

The shopper's phone
  POST /sim/login   {"name": "li"}                       a wx.login code, good once
  POST /sim/pay     {"prepay_id": "wx…"}                 pays; also total_fee, fee_type, again, late, delaySeconds, lost
  POST /sim/cancel  {"prepay_id": "wx…"}                 gives up; /sim/fail: the bank says no; both can still be paid
  GET  /cashier/<prepay_id>                              the page a person pays on

The merchant's portal
  POST /sim/refund         {"becomes": "CLOSED", "times": 1}   the next refunds end so; also afterSeconds
  POST /sim/refund         {"out_refund_no": "…", "becomes": "SUCCESS"}   this one does, now
  POST /sim/portal-refund  {"out_trade_no": "…", "refund_fee": 100}
  POST /sim/funds          {"enough": false}                   no money for refunds

Keys that change
  POST /sim/sign      {"with": "public_key"}                or certificate, or mixed: what signs v3 notices
  POST /sim/rotate    {"what": "platform-certificate"}      or public-key: a new one signs, the old stays known
  POST /sim/hold-key  {"version": "v2", "index": 1}         which of the merchant's keys WeChat has

Time, luck and a look into the books
  GET  /console                                          all of it on a page
  GET  /sim/books
  GET  /sim/state?limit=50&search=MA12                   the newest orders alone, with all that happened to them
  GET  /sim/faults                                       what can go wrong where, and what is planned
  POST /sim/clock   {"advanceSeconds": 300}
  POST /sim/notify  {"out_trade_no": "…", "copies": 5}    or out_refund_no
  POST /sim/strict  {"on": true}
  POST /sim/fault   {"endpoint": "unifiedorder", "kind": "lostAnswer", "times": 1}   -1 for ever
`;

/** For whoever opens the simulator's address and wonders. */
@Controller()
export class HomeController {
  /** A browser is led to the page for people. */
  @Get()
  home(@Headers('accept') accept = '', @Res() reply: FastifyReply): void {
    reply.header('vary', 'accept');
    if (accept.includes('text/html')) reply.redirect('/console', 302);
    else reply.type('text/plain; charset=utf-8').send(GUIDE);
  }

  @Get('guide')
  @Header('content-type', 'text/plain; charset=utf-8')
  guide(): string {
    return GUIDE;
  }
}

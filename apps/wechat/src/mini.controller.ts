import { All, Controller, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MiniDoor } from './mini-door';
import { phoneNumber } from './mini-phone';
import { receiverIn, sendMessage } from './mini-subscribe';
import { stableToken } from './mini-token';
import { SendingLane } from './sending-lane';

/** The mini-program's server API but for login and shipping; whatever the method, it is WeChat who refuses it. */
@Controller()
export class MiniController {
  constructor(
    private readonly door: MiniDoor,
    private readonly lane: SendingLane,
  ) {}

  @All('cgi-bin/stable_token')
  stableToken(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.door.hear('stableToken', { request, reply }, stableToken);
  }

  @All('wxa/business/getuserphonenumber')
  phoneNumber(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.door.admit('getuserphonenumber', { request, reply }, phoneNumber);
  }

  @All('cgi-bin/message/subscribe/send')
  send(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.lane.pass(receiverIn(request.body), (crowded) =>
      this.door.admit('subscribeSend', { request, reply }, (desk, body) => sendMessage(desk, body, crowded)),
    );
  }
}

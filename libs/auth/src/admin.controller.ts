import { IdParam, SuccessMessage } from '@app/common';
import { Body, Controller, Get, HttpCode, Ip, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Super } from './access.decorators';
import { AdminDeskService } from './admin-desk.service';
import { AdminBody, AdminView, CreatedAdmin, MeView, OwnSecretBody, RoleBody, SecretBody } from './admin.dto';
import { CurrentSession, type LiveSession } from './caller';

@ApiTags('admin')
@Controller('admin')
export class AdminController {
  constructor(private readonly desk: AdminDeskService) {}

  /** 管理员列表 Everybody who may log in at `token/app`, or once might. */
  @Get('admin')
  @Super('owner')
  async list(): Promise<AdminView[]> {
    const admins = await this.desk.list();
    return admins.map((admin) => AdminView.of(admin));
  }

  /** 新增管理员 Somebody else who may log in. */
  @Post('admin')
  @HttpCode(201)
  @Super('owner')
  async create(@Body() body: AdminBody): Promise<CreatedAdmin> {
    return CreatedAdmin.of(await this.desk.create(body));
  }

  /** 修改角色 He logs in again and is what he is now; the last owner remains one. */
  @Post('admin/:id/role')
  @HttpCode(201)
  @Super('owner')
  async changeRole(@Param() { id }: IdParam, @Body() { role }: RoleBody): Promise<SuccessMessage> {
    await this.desk.changeRole(id, role);
    return new SuccessMessage();
  }

  /** 停用 His tokens end at once; the last owner remains. */
  @Post('admin/:id/disable')
  @HttpCode(201)
  @Super('owner')
  async disable(@Param() { id }: IdParam): Promise<SuccessMessage> {
    await this.desk.disable(id);
    return new SuccessMessage();
  }

  /** 启用 He may log in again, with the secret that he had. */
  @Post('admin/:id/enable')
  @HttpCode(201)
  @Super('owner')
  async enable(@Param() { id }: IdParam): Promise<SuccessMessage> {
    await this.desk.enable(id);
    return new SuccessMessage();
  }

  /** 重置密码 A new secret for somebody else; his tokens end at once. */
  @Post('admin/:id/secret')
  @HttpCode(201)
  @Super('owner')
  async resetSecret(
    @CurrentSession() owner: LiveSession,
    @Param() { id }: IdParam,
    @Body() { secret }: SecretBody,
  ): Promise<SuccessMessage> {
    await this.desk.resetSecret(id, secret, owner);
    return new SuccessMessage();
  }

  /** 解锁 Wherever five wrong logins came from, the account takes logins from there again. */
  @Post('admin/:id/unlock')
  @HttpCode(201)
  @Super('owner')
  async unlock(@Param() { id }: IdParam): Promise<SuccessMessage> {
    await this.desk.unlock(id);
    return new SuccessMessage();
  }

  /** 我的账号 Who I am, and as what. */
  @Get('me')
  @Super('reader')
  async me(@CurrentSession() { caller }: LiveSession): Promise<MeView> {
    return MeView.of(await this.desk.one(caller.id));
  }

  /** 修改密码 My own secret, for the old one; my other tokens end at once. */
  @Post('me/secret')
  @HttpCode(201)
  @Super('reader')
  async changeOwnSecret(
    @CurrentSession() mine: LiveSession,
    @Body() { old_secret, secret }: OwnSecretBody,
    @Ip() ip: string,
  ): Promise<SuccessMessage> {
    await this.desk.changeOwnSecret(mine, { old: old_secret, fresh: secret, ip });
    return new SuccessMessage();
  }
}

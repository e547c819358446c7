export { refuseUnread } from './notice-refusal';
export * from './notify.module';

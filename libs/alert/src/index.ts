export { ALERT_KINDS, type Alert, type AlertedCase, type AlertKind } from './alert';
export * from './alert.module';
export { Alerts, type AlertListed } from './alerts';

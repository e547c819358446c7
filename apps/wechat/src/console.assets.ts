/** What the console looks like: the cashier's colours, two columns on a laptop, one on a phone. */
export const CONSOLE_STYLE = `
:root { color-scheme: light; --green: #07c160; --ink: #191919; --soft: #8a8a8a; --line: #eee; --key: #f2f2f2;
  --blue: #1485ee; --amber: #fa9d3b; --red: #fa5151; }
* { box-sizing: border-box; margin: 0; }
[hidden] { display: none !important; }
body { min-height: 100vh; padding: 0 20px; background: #ededed; color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
header, main, footer { max-width: 1240px; margin: 0 auto; }
header { display: flex; align-items: center; justify-content: space-between; gap: 16px; padding: 18px 4px; }
h1 { font-size: 22px; line-height: 1.3; }
h2 { font-size: 16px; }
span { margin-left: 6px; color: var(--soft); font-size: 12px; font-weight: 400; }
.soft { color: var(--soft); font-size: 13px; }
#live { flex: none; padding: 3px 12px; border-radius: 99px; background: #fff; font-size: 13px; }
#live::before { content: ''; display: inline-block; width: 8px; height: 8px; margin-right: 7px; border-radius: 50%;
  background: var(--soft); }
#live.on::before { background: var(--green); }
#live.off { background: var(--red); color: #fff; }
#live.off::before { background: #fff; }
#live.off span { color: #fffd; }
main { display: grid; grid-template-columns: minmax(0, 1fr) 350px; align-items: start; gap: 18px; }
aside { display: grid; gap: 14px; }
.card, .order { background: #fff; border-radius: 14px; box-shadow: 0 4px 18px rgb(0 0 0 / 5%); }
.card { padding: 16px 18px; }
.card h2 { margin-bottom: 8px; }
.bar { display: flex; align-items: center; gap: 10px; margin-bottom: 12px; padding: 0 4px; }
.bar #count { flex: 1; margin: 0; }
input, select { min-width: 0; height: 38px; padding: 0 10px; border: 1px solid #ddd; border-radius: 9px; background: #fff;
  color: inherit; font: inherit; font-size: 14px; }
input:focus-visible, select:focus-visible, button:focus-visible { outline: 3px solid #07c16055; outline-offset: 1px; }
input:invalid { border-color: var(--red); }
#search { width: 260px; border-color: transparent; }
button { min-height: 38px; padding: 4px 12px; border: 0; border-radius: 9px; background: var(--key); color: var(--ink);
  font: inherit; font-size: 14px; font-weight: 500; line-height: 1.25; cursor: pointer; }
button:hover { filter: brightness(.97); }
button:disabled { opacity: .5; cursor: wait; }
button.pay { background: var(--green); color: #fff; }
button.pay span { color: #fffd; }
button.no { color: var(--red); }
button[aria-pressed=true] { background: #e3f8ec; color: #06984c; box-shadow: inset 0 0 0 1.5px var(--green); }
button[aria-pressed=true] span { color: #06984c; }
.wide { width: 100%; margin-top: 10px; }
.keys { display: grid; gap: 8px; margin: 8px 0 0; }
.keys span { display: block; margin: 0; font-size: 11px; }
.keys button { padding: 5px 4px; }
.two { grid-template-columns: 1fr 1fr; }
.three { grid-template-columns: repeat(3, 1fr); }
.four { grid-template-columns: repeat(4, 1fr); }
.line { grid-template-columns: 1fr 1fr auto; }
.line button { padding: 5px 16px; }
.card p + .keys { margin-bottom: 10px; }
.now { font: 600 34px/1.2 system-ui, sans-serif; font-variant-numeric: tabular-nums; letter-spacing: -.5px; }
label { display: block; margin-bottom: 8px; font-size: 13px; }
label select, label input { display: block; width: 100%; margin-top: 3px; }
#does { min-height: 40px; }
.planned { padding: 0; list-style: none; }
.planned li { display: flex; align-items: center; justify-content: space-between; gap: 8px; margin-top: 8px;
  padding: 6px 8px 6px 12px; border-radius: 9px; background: #fff4e8; font-size: 13px; }
.planned button { min-height: 30px; background: #fff; }
.log { max-height: 380px; overflow: auto; padding: 0; list-style: none; font-size: 12.5px; }
.log li { padding: 7px 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
.log li:first-child { border: 0; }
.log b { display: block; font-weight: 500; }
.log .good { color: #06984c; }
.log .bad { color: var(--red); }
.log:empty::before { content: '– 还没有 nothing yet –'; color: var(--soft); }
.order { margin-bottom: 10px; overflow: hidden; }
.top { display: flex; align-items: center; padding-right: 14px; }
.head { display: grid; flex: 1; grid-template-columns: 112px minmax(0, 1fr) auto; align-items: center; gap: 2px 14px;
  min-width: 0; padding: 12px 14px; background: none; text-align: left; }
.head:hover { filter: none; }
.state { justify-self: start; padding: 3px 10px; border-radius: 99px; background: #f2f2f2; color: #666; font-size: 13px;
  white-space: nowrap; }
.state.payable { background: #fff0df; color: #c06a10; }
.state.paid { background: #e3f8ec; color: #06984c; }
.state.refund { background: #e5f2fe; color: #0e6fc7; }
.state.expired { background: #fdeaea; color: #c93a3a; }
.number { font-weight: 500; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.goods { display: block; margin: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.fee { text-align: right; font-weight: 600; font-size: 17px; white-space: nowrap; font-variant-numeric: tabular-nums; }
.fee > span { display: block; margin: 0; }
.quick { flex: none; width: 76px; }
.quick span, .acts span { display: block; margin: 0; font-size: 11px; }
.detail { padding: 4px 18px 16px; border-top: 1px solid var(--line); font-size: 13px; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(300px, 100%), 1fr)); gap: 4px 18px; padding: 10px 0; }
.facts div { display: flex; gap: 10px; }
.facts dt { flex: none; width: 104px; color: var(--soft); font-size: 12px; }
.facts dt span { margin-left: 4px; }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.acts { display: flex; flex-wrap: wrap; align-items: flex-end; gap: 8px; padding: 12px; border-radius: 11px; background: #f9f9f9; }
.acts label { margin: 0; }
.acts label span { display: inline; margin-left: 5px; }
.acts input { width: 110px; }
.acts input.seconds { width: 84px; }
.acts .gap { flex: 1; }
.payment { margin-top: 12px; padding: 12px 14px; border: 1px solid var(--line); border-radius: 11px; }
.payment h3 { display: flex; flex-wrap: wrap; align-items: baseline; gap: 2px 10px; font-size: 15px; }
.payment h3 span { margin: 0; overflow-wrap: anywhere; }
.mark { font-weight: 500; }
.mark.good { color: #06984c; }
.mark.wait { color: #c06a10; }
.mark.bad { color: #c93a3a; }
.rows { margin: 6px 0; padding: 0; list-style: none; font-variant-numeric: tabular-nums; }
.rows li { display: flex; gap: 10px; padding: 3px 0; overflow-wrap: anywhere; }
.rows li span { margin: 0; }
.rows time { flex: none; color: #555; }
.rows b { flex: none; white-space: nowrap; }
.copies { display: flex; flex-wrap: wrap; align-items: center; gap: 6px; }
.copies button { min-height: 30px; padding: 2px 12px; }
.gone { color: var(--soft); }
nav { display: none; }
a { color: #576b95; }
#none { padding: 40px 16px; border-radius: 14px; background: #fff; text-align: center; }
footer { padding: 24px; color: var(--soft); font-size: 12px; text-align: center; }
footer a { color: inherit; }
@media (max-width: 900px) {
  body { padding: 0 12px; }
  main { grid-template-columns: minmax(0, 1fr); }
  #search { flex: 1; width: auto; }
  .bar #count { flex: none; }
  section { scroll-margin: 12px; }
  footer { padding-bottom: 80px; }
  nav { position: fixed; inset: auto 0 0; display: grid; grid-template-columns: repeat(5, 1fr); padding: 8px 8px calc(8px + env(safe-area-inset-bottom));
    border-top: 1px solid #ddd; background: #f7f7f7f5; text-align: center; }
  nav a { color: var(--ink); font-size: 14px; font-weight: 500; line-height: 1.2; text-decoration: none; }
  nav span { display: block; margin: 0; font-size: 11px; }
}
@media (max-width: 560px) {
  h1 { font-size: 19px; }
  header p span { display: block; margin: 0; }
  #live { padding: 4px 10px; }
  #live span { display: none; }
  .facts div { gap: 6px; }
  .rows li { flex-wrap: wrap; gap: 0 10px; }
  .head { grid-template-columns: minmax(0, 1fr) auto; padding: 12px; }
  .head .state { grid-column: 1 / -1; }
  .quick { width: 64px; padding: 4px 6px; }
  .top { padding-right: 12px; }
  .detail { padding: 4px 12px 12px; }
  .bar #count { display: none; }
  .acts button { flex: 1; }
  .acts .gap { flex: 1 0 100%; }
}
`;

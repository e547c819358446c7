/** What the cashier page looks like: one narrow column, as on a phone. */
export const CASHIER_STYLE = `
:root { color-scheme: light; --green: #07c160; --ink: #191919; --soft: #8a8a8a; --line: #eee; }
* { box-sizing: border-box; margin: 0; }
body { min-height: 100vh; padding: 24px 16px; background: #ededed; color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
main { max-width: 400px; margin: 0 auto; overflow: hidden; background: #fff; border-radius: 16px;
  box-shadow: 0 8px 32px rgb(0 0 0 / 8%); }
span { display: block; color: var(--soft); font-size: 12px; font-weight: 400; line-height: 1.4; }
header { display: flex; align-items: baseline; justify-content: center; gap: 8px; padding: 14px;
  border-bottom: 1px solid var(--line); }
.bill { padding: 28px 24px 8px; text-align: center; }
.shop { font-weight: 500; }
.amount { margin: 4px 0 20px; font-size: 44px; font-weight: 600; line-height: 1.2; letter-spacing: -.5px; }
.amount small { margin-right: 4px; font-size: 26px; }
dl { border-top: 1px solid var(--line); text-align: left; font-size: 14px; }
dl div { display: flex; justify-content: space-between; gap: 24px; padding: 12px 0;
  border-bottom: 1px solid var(--line); }
dt { flex: none; color: #555; }
dd { text-align: right; overflow-wrap: anywhere; }
.number { font-variant-numeric: tabular-nums; font-size: 13px; }
.till { padding: 20px 24px 8px; }
button { display: block; width: 100%; margin-bottom: 10px; padding: 10px; border: 0; border-radius: 10px;
  background: #f2f2f2; color: var(--ink); font: inherit; font-weight: 500; cursor: pointer; }
.other { display: grid; grid-template-columns: 1fr 1fr; gap: 10px; }
button#pay { background: var(--green); color: #fff; }
button#pay span { color: #fffd; }
button:hover { filter: brightness(.97); }
button:focus-visible { outline: 3px solid #07c16055; outline-offset: 2px; }
button:disabled { opacity: .5; cursor: wait; }
#said { min-height: 44px; padding-top: 4px; text-align: center; font-size: 14px; }
.qr { padding: 0 24px 28px; text-align: center; font-size: 13px; color: #555; }
.qr svg { display: block; width: 128px; height: 128px; margin: 0 auto 10px; }
.verdict { padding: 28px 24px 40px; text-align: center; font-size: 20px; font-weight: 500; }
.verdict i { display: grid; place-items: center; width: 64px; height: 64px; margin: 0 auto 14px;
  border-radius: 50%; background: #c8c8c8; color: #fff; font: 600 32px/1 system-ui, sans-serif; }
.verdict.paid i { background: var(--green); }
.verdict span { font-size: 14px; }
footer { padding: 18px; color: var(--soft); font-size: 12px; text-align: center; }
`;

/** Pays, cancels, and shows what happened to the payment elsewhere. No back-quotes: it stands inside a template. */
export const CASHIER_SCRIPT = `
const { prepayId, state } = document.body.dataset;
const pay = document.getElementById('pay');
const cancel = document.getElementById('cancel');
const fail = document.getElementById('fail');
const SILENCE = ['模拟微信没有回应，请重试', 'The simulator does not answer, please try again'];

function say(zh, en) {
  const said = document.getElementById('said');
  const english = document.createElement('span');
  english.textContent = en;
  said.replaceChildren(zh, english);
}

function post(route) {
  return fetch('/sim/' + route, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ prepay_id: prepayId }),
  });
}

pay?.addEventListener('click', async () => {
  pay.disabled = cancel.disabled = fail.disabled = true;
  say('支付中…', 'Paying…');
  try {
    await post('pay');
    location.reload();
  } catch {
    pay.disabled = cancel.disabled = fail.disabled = false;
    say(...SILENCE);
  }
});

cancel?.addEventListener('click', () => tryInVain('cancel',
  ['已取消支付，订单未改变，仍可继续支付', 'Cancelled: nothing changed, the order can still be paid']));
fail?.addEventListener('click', () => tryInVain('fail',
  ['银行拒绝了这次支付，订单未改变，可以重试', 'The bank refused: nothing changed, the order can still be paid']));

async function tryInVain(route, words) {
  try {
    const answer = await post(route);
    // What is not payable any more has a page of its own.
    if (answer.ok) say(...words);
    else location.reload();
  } catch {
    say(...SILENCE);
  }
}

async function look() {
  // No answer is no news: the next look is two seconds away.
  const answer = await fetch('/cashier/' + encodeURIComponent(prepayId) + '/state').catch(() => undefined);
  const now = answer?.ok ? await answer.json() : undefined;
  if (now && now.state !== state && !pay?.disabled) location.reload();
}
if (state === 'payable') setInterval(look, 2000);
`;

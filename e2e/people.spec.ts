import { type Browser, expect, type Page, test } from '@playwright/test';
import { ada, createConnection, openTab, saveToDraft, setUpAdministrator, signIn } from './world/console.ts';
import { type Gatehouse, startGatehouse } from './world/gatehouse.ts';
import { type ContextOptions, pictures } from './world/picture.ts';

/* An owner invites an operator and a viewer; each in a browser of their own does what the role allows, until it changes or ends. */
test.describe.configure({ mode: 'serial' });

const olive = { name: 'Olive Ott', email: 'olive@fabrikam.example', password: 'seven kettles on the roof' };
const victor = { name: 'Victor Vane', email: 'victor@fabrikam.example', password: 'a bridge of paper boats' };
const newPassword = 'nine kettles in the cellar';

let gatehouse: Gatehouse;
let connectionUrl: string;
let owner: Page;
let operator: Page;
let viewer: Page;

test.beforeAll(async ({ browser }) => {
  gatehouse = await startGatehouse();
  [owner, operator, viewer] = await Promise.all([newPage(browser), newPage(browser), newPage(browser)]);
  await setUpAdministrator(owner, await gatehouse.setupLink());
  await createConnection(owner, 'Fabrikam HQ');
  connectionUrl = owner.url().replace(/\/connectors$/, '');
});
test.afterAll(async () => {
  await Promise.all([owner, operator, viewer].map((page) => page.context().close()));
  await gatehouse.remove();
});

async function newPage(browser: Browser): Promise<Page> {
  return (await browser.newContext()).newPage();
}

async function sessionOf(page: Page): Promise<ContextOptions> {
  return { storageState: await page.context().storageState() };
}

function itemOf(page: Page, name: string) {
  return page.getByRole('list', { name: 'Administrators' }).getByRole('listitem', { name });
}

/** Opens Settings, Administrators, and reads the link from the dialog, which stays open. */
async function invite(page: Page, email: string, role: string): Promise<string> {
  await page.goto(`${gatehouse.url}/settings/administrators`);
  await page.getByRole('button', { name: 'Invite…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Invite an administrator' });
  await dialog.getByLabel('E-mail address').fill(email);
  await dialog.getByRole('radio', { name: role }).check();
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  const shown = page.getByRole('dialog', { name: 'Hand on this link' });
  await expect(shown).toContainText('The link is shown only now');
  const link = (await shown.textContent())?.match(/https?:\/\/[^\s]+\/invitation\/[\w-]{43}/)?.[0];
  if (link === undefined) throw new Error('the dialog shows no link');
  return link;
}

async function accept(page: Page, link: string, who: typeof olive): Promise<void> {
  await page.goto(link);
  await page.getByLabel('Your name').fill(who.name);
  await page.getByLabel('Password').fill(who.password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByRole('heading', { name: 'Connections' })).toBeVisible();
}

async function menuOf(page: Page, name: string, item: string): Promise<void> {
  await itemOf(page, name)
    .getByRole('button', { name: `More for ${name}` })
    .click();
  await page.getByRole('menuitem', { name: item }).click();
}

async function changeRole(name: string, role: string): Promise<void> {
  await menuOf(owner, name, 'Change the role…');
  const dialog = owner.getByRole('alertdialog');
  await dialog.getByRole('radio', { name: role }).check();
  await dialog.getByRole('button', { name: 'Change the role' }).click();
  await expect(dialog).toBeHidden();
}

test('an owner invites by links that work once, and withdraws one', async ({ browser }) => {
  await owner.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click();
  await openTab(owner, 'Administrators');
  await expect(itemOf(owner, ada.name)).toContainText('owner');

  await test.step('the only owner can be neither lowered nor removed', async () => {
    await itemOf(owner, ada.name)
      .getByRole('button', { name: `More for ${ada.name}` })
      .click();
    await expect(owner.getByRole('menuitem', { name: 'Remove…' })).toBeDisabled();
    await expect(owner.getByRole('menu')).toContainText('The only owner stays.');
    await owner.keyboard.press('Escape');
  });

  await test.step('an address that is taken is refused beside its field', async () => {
    await owner.getByRole('button', { name: 'Invite…' }).click();
    const dialog = owner.getByRole('dialog');
    await dialog.getByLabel('E-mail address').fill(ada.email);
    await dialog.getByRole('button', { name: 'Make the link' }).click();
    await expect(dialog.getByText('is an administrator already')).toBeVisible();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  });

  const first = await invite(owner, olive.email, 'Operator');
  await pictures(browser, 'invitation', async (page) => {
    await page.goto(first);
    await expect(page.getByRole('button', { name: 'Create account' })).toBeVisible();
  });

  await test.step('whoever is signed in is told whom the link is for', async () => {
    const other = await owner.context().newPage();
    await other.goto(first);
    await expect(other.getByText(`This browser is signed in as ${ada.email}.`)).toBeVisible();
    await other.close();
  });

  await accept(operator, first, olive);
  await test.step('the link is gone afterwards, and whoever joined is in the list without a reload', async () => {
    await owner.getByRole('button', { name: 'Done' }).click();
    await expect(itemOf(owner, olive.name)).toContainText('operator');
    const other = await newPage(browser);
    await other.goto(first);
    await expect(other.getByRole('heading', { name: 'This invitation is not open' })).toBeVisible();
    await other.context().close();
  });

  const withdrawn = await invite(owner, 'eve@fabrikam.example', 'Viewer');
  await owner.getByRole('button', { name: 'Done' }).click();
  await pictures(
    browser,
    'administrators',
    async (page) => {
      await page.goto(`${gatehouse.url}/settings/administrators`);
      await expect(page.getByRole('listitem', { name: 'eve@fabrikam.example' })).toBeVisible();
    },
    await sessionOf(owner),
  );
  await owner.getByRole('button', { name: 'Withdraw the invitation for eve@fabrikam.example' }).click();
  await owner.getByRole('alertdialog').getByRole('button', { name: 'Withdraw' }).click();
  await expect(owner.getByRole('list', { name: 'Open invitations' })).toBeHidden();
  await viewer.goto(withdrawn);
  await expect(viewer.getByRole('heading', { name: 'This invitation is not open' })).toBeVisible();

  await accept(viewer, await invite(owner, victor.email, 'Viewer'), victor);
  await owner.getByRole('button', { name: 'Done' }).click();
});

test('the dialog of an invitation, and the link it gives', async ({ browser }) => {
  const session = await sessionOf(owner);
  const open = async (page: Page) => {
    await page.goto(`${gatehouse.url}/settings/administrators`);
    await page.getByRole('button', { name: 'Invite…' }).click();
    await page.getByRole('dialog').getByLabel('E-mail address').fill('grace@fabrikam.example');
  };
  await pictures(browser, 'invite', open, session);
  await pictures(
    browser,
    'invitation-link',
    async (page) => {
      await open(page);
      await page.getByRole('button', { name: 'Make the link' }).click();
      await expect(page.getByRole('dialog')).toContainText('The link is shown only now');
    },
    session,
  );
  await owner.reload();
  await owner.getByRole('button', { name: 'Withdraw the invitation for grace@fabrikam.example' }).click();
  await owner.getByRole('alertdialog').getByRole('button', { name: 'Withdraw' }).click();
  await expect(owner.getByRole('list', { name: 'Open invitations' })).toBeHidden();
});

test('an operator drafts and publishes, and invites nobody', async () => {
  await operator.goto(`${connectionUrl}/networks`);
  await operator.getByLabel('Block, address or range').fill('24.12.34.56/32');
  await operator.getByRole('button', { name: /^Add/ }).first().click();
  await expect(operator.getByRole('table', { name: 'Networks by address' })).toContainText('24.12.34.56/32');
  await openTab(operator, 'Methods');
  await operator.getByRole('radio', { name: /Nobody gets in/ }).click();
  await saveToDraft(operator);
  await operator.getByRole('button', { name: 'Publish…' }).click();
  await operator.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
  await expect(operator.getByRole('dialog')).toContainText('Revision 1 is published');
  await operator.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).click();

  await operator.getByRole('button', { name: 'More for Fabrikam HQ' }).click();
  await expect(operator.getByRole('menuitem', { name: 'Delete…' })).toBeDisabled();
  await expect(operator.getByRole('menu')).toContainText('This needs the role owner, and yours is operator.');
  await operator.keyboard.press('Escape');

  await operator.goto(`${gatehouse.url}/settings/administrators`);
  const button = operator.getByRole('button', { name: 'Invite…' });
  await expect(button).toBeDisabled();
  await expect(button).toHaveAccessibleDescription('This needs the role owner, and yours is operator.');
  await expect(itemOf(operator, victor.name)).toBeVisible();
  await expect(operator.getByRole('button', { name: `More for ${victor.name}` })).toHaveCount(0);
});

test('a viewer reads everything and saves nothing', async ({ browser }) => {
  await viewer.goto(connectionUrl);
  await expect(viewer.getByText('You look on as a viewer')).toBeVisible();
  for (const path of [
    '',
    '/methods',
    '/networks',
    '/certificates',
    '/connectors',
    '/mapping',
    '/history',
    '/sign-ins',
  ]) {
    const answer = await viewer.goto(`${connectionUrl}${path}`);
    expect(answer?.status(), path).toBe(200);
    await expect(viewer.getByRole('heading', { name: 'Fabrikam HQ' })).toBeVisible();
    await expect(viewer.getByRole('alert').filter({ hasText: /\S/ }), path).toHaveCount(0);
  }
  for (const path of ['/connections', '/sign-ins', '/workshop', '/settings/applications', '/settings/account']) {
    expect((await viewer.goto(`${gatehouse.url}${path}`))?.status(), path).toBe(200);
    await expect(viewer.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(viewer.getByRole('alert').filter({ hasText: /\S/ }), path).toHaveCount(0);
  }

  await test.step('what runs and who changed it is there to read', async () => {
    await viewer.goto(`${connectionUrl}/networks`);
    await expect(viewer.getByRole('table', { name: 'Networks by address' })).toContainText('24.12.34.56/32');
    await expect(viewer.getByRole('button', { name: 'Remove 24.12.34.56/32' })).toHaveCount(0);
    await viewer.goto(`${connectionUrl}/history`);
    await expect(viewer.getByText(olive.email).first()).toBeVisible();
  });

  await test.step('a draft can be tried, not saved', async () => {
    await viewer.goto(`${connectionUrl}/methods`);
    await viewer.getByRole('switch', { name: 'Client certificates' }).click();
    const bar = viewer.getByRole('region', { name: 'Unsaved changes' });
    await expect(bar).toContainText('This needs the role operator, and yours is viewer.');
    await expect(bar.getByRole('button', { name: 'Save to draft' })).toBeDisabled();
    await bar.getByRole('button', { name: 'Discard' }).click();
  });

  await test.step('a button that is not for viewers says so when pressed', async () => {
    await viewer.goto(`${connectionUrl}/connectors`);
    const enrol = viewer.getByRole('button', { name: 'Enrol a connector' });
    await expect(enrol).toBeDisabled();
    await enrol.click({ force: true });
    await expect(viewer.getByText('This needs the role operator, and yours is viewer.').first()).toBeVisible();
  });

  const session = await sessionOf(viewer);
  const shows = (path: string) => async (page: Page) => {
    await page.goto(`${gatehouse.url}${path}`);
    await expect(page.getByText('You look on as a viewer')).toBeVisible();
  };
  const connectionPath = new URL(connectionUrl).pathname;
  await pictures(browser, 'viewer-connectors', shows(`${connectionPath}/connectors`), session);
  await pictures(
    browser,
    'viewer-methods',
    async (page) => {
      await shows(`${connectionPath}/methods`)(page);
      await page.getByRole('switch', { name: 'Client certificates' }).click();
      await expect(page.getByRole('button', { name: 'Save to draft' })).toBeDisabled();
    },
    session,
  );
  await pictures(browser, 'viewer-administrators', shows('/settings/administrators'), session);
});

test('another role counts without signing in again', async () => {
  await viewer.goto(`${connectionUrl}/connectors`);
  await expect(viewer.getByRole('button', { name: 'Enrol a connector' })).toBeDisabled();
  await changeRole(victor.name, 'Operator');
  await expect(viewer.getByRole('button', { name: 'Enrol a connector' })).toBeEnabled();
  await expect(viewer.getByText('You look on as a viewer')).toBeHidden();
  await openTab(viewer, 'Methods');
  await viewer.getByRole('radio', { name: /with a password/ }).click();
  await saveToDraft(viewer);

  await test.step('a page that has not heard of the change yet is refused in words', async () => {
    // Nothing live reaches this page: what it shows is what was true when it was opened.
    await viewer.route('**/api/events', (route) => route.abort());
    await viewer.goto(`${connectionUrl}/methods`);
    await viewer.getByRole('radio', { name: /Nobody gets in/ }).click();
    await changeRole(victor.name, 'Viewer');
    await viewer.getByRole('button', { name: 'Save to draft' }).click();
    await expect(viewer.getByText(/This needs the role operator, and yours is viewer/).first()).toBeVisible();
    await viewer.unroute('**/api/events');
  });
});

test('a new password ends other sessions and not this one', async ({ browser }) => {
  const elsewhere = await newPage(browser);
  await signIn(elsewhere, gatehouse.url, olive);
  await operator.goto(`${gatehouse.url}/connections`);
  await operator.getByRole('button', { name: 'Your account' }).click();
  await operator.getByRole('menuitem', { name: 'Your account' }).click();
  await expect(operator.getByRole('heading', { name: 'Password' })).toBeVisible();
  await pictures(
    browser,
    'account',
    async (page) => {
      await page.goto(`${gatehouse.url}/settings/account`);
      await expect(page.getByRole('button', { name: 'Change password' })).toBeVisible();
    },
    await sessionOf(operator),
  );

  const change = async (current: string) => {
    await operator.getByLabel('Present password').fill(current);
    await operator.getByLabel('New password').fill(newPassword);
    await operator.getByRole('button', { name: 'Change password' }).click();
  };
  await change('not the present one');
  await expect(operator.getByText('This is not your present password.')).toBeVisible();
  await change(olive.password);
  await expect(operator.getByText('Your password is changed.')).toBeVisible();
  await expect(elsewhere.getByText('Your session has ended')).toBeVisible();
  await operator.goto(`${gatehouse.url}/sign-ins`);
  await expect(operator.getByRole('heading', { name: 'Sign-ins', level: 1 })).toBeVisible();
  await signIn(elsewhere, gatehouse.url, { email: olive.email, password: newPassword });
  await elsewhere.context().close();
});

test('removing somebody ends their open session with a sentence', async ({ browser }) => {
  await operator.goto(`${connectionUrl}/methods`);
  await expect(operator.getByRole('switch', { name: 'Client certificates' })).toBeVisible();
  await menuOf(owner, olive.name, 'Remove…');
  const dialog = owner.getByRole('alertdialog', { name: `Remove ${olive.name}?` });
  await expect(dialog).toContainText(olive.email);
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(dialog).toBeHidden();
  await expect(itemOf(owner, olive.name)).toHaveCount(0);

  await expect(operator.getByText(/Your session has ended/)).toBeVisible();
  expect((await operator.request.get(`${gatehouse.url}/api/connections`)).status()).toBe(401);
  const session = await sessionOf(operator);
  await operator.goto(`${connectionUrl}/history`);
  await expect(operator).toHaveURL(/\/sign-in/);
  await expect(operator.getByText('Your session has ended.')).toBeVisible();
  await pictures(
    browser,
    'session-ended',
    async (page) => {
      await page.goto(`${gatehouse.url}/connections`);
      await expect(page.getByText('Your session has ended.')).toBeVisible();
    },
    session,
  );
  await operator.getByLabel('E-mail address').fill(olive.email);
  await operator.getByLabel('Password').fill(newPassword);
  await operator.getByRole('button', { name: 'Sign in' }).click();
  await expect(operator.getByText('The e-mail address or the password is wrong.')).toBeVisible();
});

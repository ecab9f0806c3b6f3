import { describe, expect, it } from "vitest";
import { attributesOf, effectiveControls, factsOf } from "../read-code.ts";

function symfony(statements: string) {
  return factsOf(
    `<?php
use Symfony\\Component\\HttpFoundation\\Request;
use Symfony\\Component\\Routing\\Attribute\\Route;
class SignInController extends AbstractController {
  #[Route('/enter', methods: ['POST'])]
  public function enter(Request $request) { ${statements} }
}`,
    "src/Controller/SignInController.php",
    "POST /enter",
  );
}

function express(statements: string) {
  return factsOf(
    `import express from "express"; const app = express();
app.post("/enter", async (req, res) => { ${statements} });`,
    "src/app.ts",
    "POST /enter",
  );
}

describe("signing in", () => {
  it.each([
    "$this->auth->loginUsingId($request->request->get('user_id'));",
    "$user = $this->users->find($request->request->getInt('user')); $this->login($user);",
    "$user = User::where('email', $request->get('email'))->first(); Auth::login($user);",
    "$user->getUserById((int) $request->get('user-id')); $user->twoFactorSuccess();",
    "$_SESSION['user_id'] = $request->request->get('user_id');",
    "$token = JWT::encode(['sub' => $request->get('user_id')], $key);",
  ])("for somebody whom the request names: %s", (statements) => {
    expect(attributesOf(symfony(statements), "sink/sign_in")).toMatchObject({ tainted: true });
  });

  it.each([
    "$user = $this->users->findOneBy(['confirmationToken' => $request->get('token')]); $this->login($user);",
    "$user = User::create(['email' => $request->get('email')]); Auth::login($user);",
    "$user = $this->users->find($this->getUser()->getId()); $this->login($user);",
    "$external = $this->client->user(); $user = $this->users->findByEmail($external->email); $this->login($user);",
    "$user = $this->users->find($request->getSession()->get('pending')); $this->login($user);",
    "return $this->render('login.html.twig', ['user' => $request->get('user')]);",
    "$_SESSION['cart'] = $request->get('user_id');",
  ])("is not the request's choice: %s", (statements) => {
    expect(attributesOf(symfony(statements), "sink/sign_in")).toBeNull();
  });

  it("is recognised in other languages", () => {
    const chosen = express("const user = await users.findOne({ email: req.body.email }); req.login(user, done);");
    expect(attributesOf(chosen, "sink/sign_in")).toMatchObject({ tainted: true });
    expect(attributesOf(express("jwt.sign({ sub: req.body.userId }, KEY);"), "sink/sign_in")).not.toBeNull();
    expect(attributesOf(express("jwt.sign({ sub: req.user.id }, KEY);"), "sink/sign_in")).toBeNull();
    expect(attributesOf(express("issueToken(req.headers.userAgent);"), "sink/sign_in")).toBeNull();
  });

  it.each([
    "if (!password_verify($request->get('password'), $user->hash)) { return; }",
    "$this->auth->attempt(['email' => $request->get('email'), 'password' => $request->get('password')]);",
    "if (!$user->check($password)) { return; }",
  ])("is proved with a password: %s", (statements) => {
    expect(effectiveControls(symfony(statements))).toContain("credential_check");
  });
});

describe("a one-time code", () => {
  it.each([
    "$this->twoFactor->validateToken($request->get('code'), $id);",
    "$tfa = $this->container->get('app.two-factor'); $tfa->verify($request->get('code'));",
    "if (!$user->verifyOtp($request->get('otp'))) { return; }",
  ])("is checked: %s", (statements) => {
    const controls = effectiveControls(symfony(statements));
    expect(controls).toContain("one_time_code");
    expect(controls).not.toContain("authn");
  });

  it.each(["$this->csrf->validateToken($request->get('token'));", "$user->enableTwoFactor($request->get('code'));"])(
    "is not: %s",
    (statements) => {
      expect(effectiveControls(symfony(statements))).not.toContain("one_time_code");
    },
  );

  it.each([
    "if ($session->get('failed_attempts') >= 5) { return; }",
    "if ($this->limiter->tooManyAttempts($request->getClientIp())) { return; }",
    "if ($user->isLocked()) { throw new LockedException(); }",
  ])("cannot be guessed where attempts are counted: %s", (statements) => {
    expect(effectiveControls(symfony(statements))).toContain("rate_limit");
  });
});

describe("what the session kept", () => {
  it("is the token of a form", () => {
    const hashed = symfony("if (!hash_equals($_SESSION['token'], $request->get('token'))) { exit; }");
    expect(effectiveControls(hashed)).toContain("csrf");
    const compared = symfony("if ($request->get('csrf') !== $_SESSION['csrf']) { exit; }");
    expect(effectiveControls(compared)).toContain("csrf");
    const called = symfony("if (!$this->isCsrfTokenValid('delete', $request->get('_token'))) { return; }");
    expect(effectiveControls(called)).toContain("csrf");
  });

  it("is who passed the step before", () => {
    const facts = symfony("if ($_SESSION['pending'] !== $request->get('user_id')) { return; }");
    expect(effectiveControls(facts)).toContain("ownership");
  });
});

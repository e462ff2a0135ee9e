package io.dromail.failures;

import io.dromail.mail.SmtpFailure.Stage;

record Reply(Stage stage, int code, String enhanced, String text) {}

export { buttonMail, mailTime } from "./button-mail";
export { emailProblem } from "./email-address";
export { MailFailure } from "./mail-failure";
export { mailOf } from "./mail-page";
export { createMailer, type Mailer, type MailText } from "./mailer";

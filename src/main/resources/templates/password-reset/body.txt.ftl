<#import "/layout/format.ftl" as format>
Reset your password

Hi${(" " + username)!},

We received a request to reset the password of your account.
To choose a new one, open this address:

${link}

The link is valid for ${format.minutes(expires_minutes)}.

If you did not ask for this, ignore this mail. Your password stays as it is.

-- 
You are receiving this mail because someone asked to reset the password
of the account with this address.

"""Which class shows which page; a page is built the first time somebody opens it."""

from __future__ import annotations

from pes_client.gui.navigation import PageId
from pes_client.gui.panels.account_maintenance import AccountMaintenancePage
from pes_client.gui.panels.activity import ActivityPage
from pes_client.gui.panels.clerk_review import ClerkReviewPage
from pes_client.gui.panels.clerks import ClerkMaintenancePage
from pes_client.gui.panels.clock import ClockPage
from pes_client.gui.panels.download import DownloadPage
from pes_client.gui.panels.home import HomePage
from pes_client.gui.panels.letters import LettersPage
from pes_client.gui.panels.settings import SettingsPage
from pes_client.gui.panels.sign_in import SignInPage
from pes_client.gui.panels.start import StartPage
from pes_client.gui.panels.step_due import StepDuePage
from pes_client.gui.panels.upload import UploadPage
from pes_client.gui.widgets.page import Page
from pes_client.gui.wizards.account_setup import AccountSetupWizard
from pes_client.gui.wizards.add_clerk import AddClerkPage
from pes_client.gui.wizards.change_password import ChangePasswordWizard
from pes_client.gui.wizards.clerk_roles import ClerkRolesPage
from pes_client.gui.wizards.delete_clerk import DeleteClerkPage
from pes_client.gui.wizards.reset_clerk import ResetClerkPage
from pes_client.gui.wizards.self_service import SelfServiceWizard
from pes_client.gui.wizards.site_security import SiteSecurityWizard

PAGES: dict[PageId, type[Page]] = {
    PageId.START: StartPage,
    PageId.SIGN_IN: SignInPage,
    PageId.SITE_SECURITY: SiteSecurityWizard,
    PageId.STEP_DUE: StepDuePage,
    PageId.HOME: HomePage,
    PageId.UPLOAD: UploadPage,
    PageId.DOWNLOAD: DownloadPage,
    PageId.ACTIVITY: ActivityPage,
    PageId.LETTERS: LettersPage,
    PageId.SETTINGS: SettingsPage,
    PageId.CHANGE_PASSWORD: ChangePasswordWizard,
    PageId.ACCOUNT_MAINTENANCE: AccountMaintenancePage,
    PageId.SELF_SERVICE: SelfServiceWizard,
    PageId.ACCOUNT_SETUP: AccountSetupWizard,
    PageId.CLERKS: ClerkMaintenancePage,
    PageId.CLERK_ADD: AddClerkPage,
    PageId.CLERK_ROLES: ClerkRolesPage,
    PageId.CLERK_RESET: ResetClerkPage,
    PageId.CLERK_DELETE: DeleteClerkPage,
    PageId.CLERK_REVIEW: ClerkReviewPage,
    PageId.CLOCK: ClockPage,
}

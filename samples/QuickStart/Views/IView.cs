namespace CustomerIo.Resilience.QuickStart.Views;

/// <summary>Shows how a delivery goes on.</summary>
internal interface IView
{
    /// <summary>Shows it until the work is done.</summary>
    Task ShowAsync(DeliveryMonitor monitor, Task work);
}
